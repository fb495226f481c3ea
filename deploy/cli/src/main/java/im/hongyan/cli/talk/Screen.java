package im.hongyan.cli.talk;

/** Where a chat is shown; a line at a time, from any thread. */
interface Screen {
    void line(String line);
}
