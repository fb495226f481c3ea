package im.hongyan.bench.codec;

import java.io.IOException;

/**
 * Runs the codec's benchmarks with the options of JMH; {@code -h} lists them. Without any it runs all of them and counts the
 * bytes that each call allocates, which is what does not depend on the machine.
 */
public final class CodecBenchmarkMain {
    private CodecBenchmarkMain() {}

    /** Runs JMH with these options; with {@code -prof gc} and every benchmark of the codec when there are none. */
    public static void main(String[] args) throws IOException {
        String[] options = args.length > 0 ? args : new String[] {"-prof", "gc", CodecBenchmark.class.getName()};
        org.openjdk.jmh.Main.main(options);
    }
}
