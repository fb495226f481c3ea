package im.hongyan.core.message.change;

import im.hongyan.core.conversation.ConversationService;
import im.hongyan.core.conversation.GroupMembers;
import im.hongyan.core.conversation.GroupMembers.Role;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.message.sequence.Draft;
import im.hongyan.core.refusal.Deadlines;
import im.hongyan.core.refusal.Refused;
import im.hongyan.core.tenant.Tenants;
import im.hongyan.link.proto.FoundTarget;
import im.hongyan.link.proto.Principal;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Mention;
import im.hongyan.wire.frame.Text;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Whether messages may do to others what they say, and name whom they name. The sender of a message may recall and edit it for a time that its tenant
 * chooses, as this server's clock tells it; who stands above the sender in a group may recall it at any time; everybody
 * who sees it may react to it and quote it, and mention whoever is in the conversation, or all of them. Safe for concurrent use.
 */
@Component
public final class ChangeRules {
    private static final Duration DATABASE_DEADLINE = Duration.ofSeconds(2);

    private final ConversationService conversations;
    private final GroupMembers members;
    private final Targets targets;
    private final Tenants tenants;
    private final ChangeProperties properties;
    private final Clock clock;

    @Autowired
    ChangeRules(
            ConversationService conversations,
            GroupMembers members,
            Targets targets,
            Tenants tenants,
            ChangeProperties properties) {
        this(conversations, members, targets, tenants, properties, Clock.systemUTC());
    }

    ChangeRules(
            ConversationService conversations,
            GroupMembers members,
            Targets targets,
            Tenants tenants,
            ChangeProperties properties,
            Clock clock) {
        this.conversations = conversations;
        this.members = members;
        this.targets = targets;
        this.tenants = tenants;
        this.properties = properties;
        this.clock = clock;
    }

    /** Whether there is anything to be checked in this content. */
    public static boolean concern(Content content) {
        return named(content) != 0 || words(content).getMentionsCount() > 0;
    }

    /** The message that this content names; 0: none. */
    private static long named(Content content) {
        return content.hasText() ? content.getText().getQuote().getSequence() : Draft.changed(content);
    }

    private static Text words(Content content) {
        return content.hasEdit() ? content.getEdit().getText() : content.getText();
    }

    /**
     * Why each of these contents may not be sent into this conversation; empty where it may. Errors with {@link Refused} when
     * that cannot be told.
     */
    public Mono<List<Optional<Refused>>> check(Principal sender, ConversationKey key, List<Content> contents) {
        List<Long> named = contents.stream()
                .map(ChangeRules::named)
                .filter(sequence -> sequence != 0)
                .distinct()
                .toList();
        return Mono.zip(
                        conversations.membership(sender, key.conversation()),
                        targets.find(key, named),
                        tenants.policies(key.tenant()).map(properties::windows),
                        conversations.strangers(key, mentioned(contents)))
                .flatMap(known -> roles(sender, key, contents, known.getT2())
                        .map(roles -> new Judgement(
                                sender.getUser(),
                                known.getT1(),
                                known.getT2(),
                                known.getT3(),
                                roles,
                                known.getT4(),
                                clock.millis())))
                .map(judgement -> contents.stream().map(judgement::refusal).toList());
    }

    private static Set<String> mentioned(List<Content> contents) {
        return contents.stream()
                .flatMap(content -> words(content).getMentionsList().stream())
                .map(Mention::getUser)
                .filter(user -> !user.isEmpty())
                .collect(Collectors.toSet());
    }

    /** What the sender and those are whose messages they recall. */
    private Mono<Map<String, Role>> roles(
            Principal sender, ConversationKey key, List<Content> contents, Targets.Found found) {
        Set<String> users = new HashSet<>();
        for (Content content : contents) {
            FoundTarget target = found.targets().get(content.getRecall().getSequence());
            if (content.hasRecall() && target != null && !target.getSender().equals(sender.getUser())) {
                users.add(target.getSender());
            }
        }
        if (users.isEmpty() || Ids.groupOf(key.conversation()) == null) {
            return Mono.just(Map.of());
        }
        users.add(sender.getUser());
        return Deadlines.ofStore(members.roles(key, new ArrayList<>(users)), DATABASE_DEADLINE);
    }
}
