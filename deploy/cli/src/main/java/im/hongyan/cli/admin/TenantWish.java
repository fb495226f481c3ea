package im.hongyan.cli.admin;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be said of a tenant; what is not said is the server's to choose, or stays. */
final class TenantWish {
    /** Who has an account with a password at this server. */
    enum Accounts {
        none,
        closed,
        open
    }

    @Option(names = "--name", paramLabel = "NAME", description = "Its name, for people.")
    private @Nullable String name;

    @Option(
            names = "--accounts",
            paramLabel = "none|closed|open",
            description = {
                "Whose passwords are here: none (users bring tokens of their own system), closed (users have accounts but",
                "cannot make them), open (everybody may register)."
            })
    private @Nullable Accounts accounts;

    @Option(names = "--group-members", paramLabel = "N", description = "Members of one group at the most.")
    private @Nullable Integer groupMembers;

    @Option(
            names = "--recall-window",
            paramLabel = "SECONDS",
            description = "For how long who sent a message may recall it; 0: never.")
    private @Nullable Integer recallSeconds;

    @Option(
            names = "--edit-window",
            paramLabel = "SECONDS",
            description = "For how long who sent a text may edit it; 0: never.")
    private @Nullable Integer editSeconds;

    @Option(
            names = "--friends-only",
            arity = "1",
            paramLabel = "true|false",
            description = "Whether only friends write to each other.")
    private @Nullable Boolean friendsOnly;

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (name != null) {
            fields.put("name", name);
        }
        if (accounts != null) {
            fields.put("accounts", accounts.name().toUpperCase(Locale.ROOT));
        }
        if (groupMembers != null) {
            fields.put("groupMembers", groupMembers);
        }
        if (recallSeconds != null) {
            fields.put("recallSeconds", recallSeconds);
        }
        if (editSeconds != null) {
            fields.put("editSeconds", editSeconds);
        }
        if (friendsOnly != null) {
            fields.put("friendsOnly", friendsOnly);
        }
        return fields;
    }
}
