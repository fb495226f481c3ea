package im.hongyan.cli.friend;

import im.hongyan.cli.talk.OneLine;
import im.hongyan.cli.talk.RestVerb;
import im.hongyan.client.friend.Contact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the friend verbs share. */
abstract class FriendVerb extends RestVerb {
    FriendVerb() {
        super("friend");
    }

    /** What one sees of a user. */
    void print(Contact contact) {
        Map<String, Object> object = new LinkedHashMap<>();
        List<String> words = new ArrayList<>(List.of(contact.user()));
        object.put("user", contact.user());
        object.put("friend", contact.friend() != null);
        if (contact.friend() != null) {
            object.put("remark", contact.friend().remark());
            object.put("labels", contact.friend().labels());
            words.add("friend");
            words.add(OneLine.of(contact.friend().remark()));
            contact.friend().labels().forEach(label -> words.add('#' + OneLine.of(label)));
        }
        if (contact.request() != null) {
            String state = contact.request().state().name().toLowerCase(Locale.ROOT);
            object.put("request", state);
            object.put("greeting", contact.request().greeting());
            object.put("expiresAt", contact.request().expiresAt().toString());
            words.add("request " + state);
            words.add(OneLine.of(contact.request().greeting()));
        }
        object.put("blocked", contact.blockedSince() != null);
        if (contact.blockedSince() != null) {
            words.add("blocked");
        }
        output().data(object, String.join("  ", words).strip());
    }

    /** What was done about a user. */
    void printDone(String about, String done) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("user", about);
        object.put(done, true);
        output().data(object, about + "  " + done);
    }
}
