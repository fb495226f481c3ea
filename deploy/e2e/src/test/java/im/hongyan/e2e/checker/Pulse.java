package im.hongyan.e2e.checker;

/**
 * One blow of a fault.
 *
 * @param from just before it was struck, on the clock of the histories
 * @param until when it had taken hold (the process was gone, the link was cut)
 * @param evidence what shows that it hit: a changed pid, a proxy's counter; empty when nothing shows it
 */
public record Pulse(String name, long from, long until, String evidence) {}
