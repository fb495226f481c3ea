package im.hongyan.client;

import im.hongyan.client.cursor.CursorStore;
import im.hongyan.client.login.TokenProvider;
import im.hongyan.client.outbox.OutboxBounds;
import im.hongyan.client.timeline.InboxBounds;
import im.hongyan.client.transport.Endpoint;
import im.hongyan.wire.frame.Hello;
import im.hongyan.wire.frame.Window;
import java.time.Duration;
import java.util.List;

/** What the builder was told. */
record Settings(Place place, Device device, Application application, Bounds bounds, Pace pace) {
    /** Where the servers are, and the way in. */
    record Place(List<Endpoint> endpoints, TokenProvider tokens) {}

    /** Who connects. */
    record Device(String app, String id, String platform, String appVersion) {}

    /** What the application does with messages. */
    record Application(MessageHandler handler, CursorStore cursors, boolean beginAtHead) {}

    /** How much is held. */
    record Bounds(OutboxBounds outbox, InboxBounds inbox) {}

    /** How long things take. */
    record Pace(
            Duration connectWithin,
            Duration pongWithin,
            Duration queryWithin,
            Duration firstBackoff,
            Duration longestBackoff,
            Duration receiptInterval) {}

    Hello hello(String credential) {
        return Hello.newBuilder()
                .setApp(device.app)
                .setCredential(credential)
                .setDevice(device.id)
                .setPlatform(device.platform)
                .setAppVersion(device.appVersion)
                .setWindow(
                        Window.newBuilder().setFrames(bounds.inbox.messages()).setBytes(bounds.inbox.bytes()))
                .build();
    }
}
