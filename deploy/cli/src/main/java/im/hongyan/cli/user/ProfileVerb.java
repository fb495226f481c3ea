package im.hongyan.cli.user;

import im.hongyan.cli.talk.OneLine;
import im.hongyan.cli.talk.RestVerb;
import im.hongyan.client.user.User;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the verbs of profiles share. */
abstract class ProfileVerb extends RestVerb {
    ProfileVerb() {
        super("user");
    }

    void print(User found) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("user", found.id());
        object.put("name", found.name());
        object.put("avatar", found.avatar());
        object.put("about", found.about());
        String words = found.id() + "  " + OneLine.of(found.name()) + "  " + OneLine.of(found.avatar()) + "  "
                + OneLine.of(found.about());
        output().data(object, words.strip());
    }
}
