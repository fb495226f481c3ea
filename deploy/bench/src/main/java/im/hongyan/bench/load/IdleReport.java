package im.hongyan.bench.load;

import java.util.LinkedHashMap;
import java.util.Map;

/** What many idle connections cost. */
public record IdleReport(int connections, double connectSeconds, Memory before, Memory after) {

    /** Keys and values in the order to print. */
    public Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("connections", connections);
        data.put("connectSeconds", connectSeconds);
        data.put("loginsPerSecond", connections / connectSeconds);
        data.put("liveHeapBytesPerConnection", (after.liveHeapBytes() - before.liveHeapBytes()) / connections);
        data.put("residentBytesPerConnection", (after.residentBytes() - before.residentBytes()) / connections);
        return data;
    }
}
