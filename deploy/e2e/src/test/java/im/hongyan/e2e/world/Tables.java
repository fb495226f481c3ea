package im.hongyan.e2e.world;

import im.hongyan.e2e.checker.StoredMessage;
import im.hongyan.e2e.checker.VoidRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What the message tables hold of some conversations. */
record Tables(List<StoredMessage> messages, List<VoidRange> voids) {
    private static final String MESSAGES =
            "SELECT conversation, sequence, sender, client_message_id, message_id FROM message"
                    + " WHERE tenant = 'default' AND conversation = ?";
    private static final String VOIDS = "SELECT conversation, from_sequence, to_sequence FROM void_range"
            + " WHERE tenant = 'default' AND conversation = ?";

    static Tables read(Site site, Collection<String> conversations) {
        List<StoredMessage> messages = new ArrayList<>();
        List<VoidRange> voids = new ArrayList<>();
        try (Connection database = site.database();
                PreparedStatement ofMessages = database.prepareStatement(MESSAGES);
                PreparedStatement ofVoids = database.prepareStatement(VOIDS)) {
            for (String conversation : conversations) {
                ofMessages.setString(1, conversation);
                try (ResultSet rows = ofMessages.executeQuery()) {
                    while (rows.next()) {
                        messages.add(new StoredMessage(
                                rows.getString(1),
                                rows.getLong(2),
                                rows.getString(3),
                                rows.getString(4),
                                rows.getString(5)));
                    }
                }
                ofVoids.setString(1, conversation);
                try (ResultSet rows = ofVoids.executeQuery()) {
                    while (rows.next()) {
                        voids.add(new VoidRange(rows.getString(1), rows.getLong(2), rows.getLong(3)));
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the tables cannot be read", e);
        }
        return new Tables(messages, voids);
    }

    /** The highest number of a conversation, message or void. */
    long head(String conversation) {
        long message = messages.stream()
                .filter(row -> row.conversation().equals(conversation))
                .mapToLong(StoredMessage::sequence)
                .max()
                .orElse(0);
        long range = voids.stream()
                .filter(row -> row.conversation().equals(conversation))
                .mapToLong(VoidRange::to)
                .max()
                .orElse(0);
        return Math.max(message, range);
    }
}
