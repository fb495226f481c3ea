package im.hongyan.core.message.change;

import im.hongyan.core.conversation.ConversationService;
import im.hongyan.core.conversation.GroupMembers;
import im.hongyan.core.log.LogClient;
import im.hongyan.core.message.sequence.Sequencer;
import im.hongyan.core.tenant.Tenants;
import java.time.Clock;
import java.time.Duration;

/** For the tests of the message room. */
public final class ChangeRulesRig {
    public static final Duration RECALL_WINDOW = Duration.ofMinutes(2);
    public static final Duration EDIT_WINDOW = Duration.ofMinutes(15);

    private ChangeRulesRig() {}

    public static ChangeRules over(
            ConversationService conversations,
            GroupMembers members,
            LogClient log,
            Sequencer sequencer,
            Tenants tenants,
            Clock clock) {
        return new ChangeRules(
                conversations,
                members,
                new Targets(log, sequencer),
                tenants,
                new ChangeProperties(RECALL_WINDOW, EDIT_WINDOW),
                clock);
    }
}
