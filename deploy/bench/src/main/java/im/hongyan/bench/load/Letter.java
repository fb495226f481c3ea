package im.hongyan.bench.load;

import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Text;

/**
 * What a message of the load tool says, so that whoever gets it knows whose it is, which one, and when it was meant to go.
 *
 * @param lane index of the sender
 * @param number counts up within the lane
 * @param plannedNanos {@link System#nanoTime()} of this process
 */
record Letter(int lane, int number, long plannedNanos) {

    Content content(String padding) {
        String text = lane + ":" + number + ":" + plannedNanos + ":" + padding;
        return Content.newBuilder().setText(Text.newBuilder().setText(text)).build();
    }

    static Letter read(Content content) {
        String text = content.getText().getText();
        int first = text.indexOf(':');
        int second = text.indexOf(':', first + 1);
        int third = text.indexOf(':', second + 1);
        return new Letter(
                Integer.parseInt(text, 0, first, 10),
                Integer.parseInt(text, first + 1, second, 10),
                Long.parseLong(text, second + 1, third, 10));
    }
}
