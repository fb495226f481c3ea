package im.hongyan.e2e.proxy;

/**
 * What a {@link FaultProxy} has done so far, to show that a fault hit.
 *
 * @param held chunks that met a hold
 * @param delayed chunks that met a delay
 * @param split chunks that were sent byte by byte
 */
public record Evidence(
        long connections,
        long refused,
        long resets,
        long held,
        long delayed,
        long split,
        long bytesToServer,
        long bytesToClient) {}
