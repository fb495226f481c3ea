package im.hongyan.persistence.message;

import im.hongyan.persistence.judge.Incoming;
import im.hongyan.persistence.log.ClientKey;
import im.hongyan.persistence.log.ConversationKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Work that goes into one transaction.
 *
 * @param work in order
 * @param shards of the conversations that are named
 * @param clientKeys of the messages
 * @param redelivered whether messages may be stored already
 * @param ticked whether holes that are due are closed
 */
record Turn(
        List<Work> work,
        Map<ConversationKey, Integer> shards,
        List<ClientKey> clientKeys,
        boolean redelivered,
        boolean ticked) {

    static Turn of(List<Work> work) {
        Map<ConversationKey, Integer> shards = new LinkedHashMap<>();
        List<ClientKey> clientKeys = new ArrayList<>();
        boolean redelivered = false;
        boolean ticked = false;
        for (Work piece : work) {
            switch (piece) {
                case Work.Store store -> {
                    redelivered |= store.redelivered();
                    for (Incoming message : store.intake().messages()) {
                        shards.put(message.conversation(), store.shard());
                        clientKeys.add(message.key());
                    }
                }
                case Work.Adopt adopt ->
                    shards.putIfAbsent(adopt.head().conversation(), adopt.head().shard());
                case Work.Tick tick -> ticked = true;
            }
        }
        return new Turn(work, shards, clientKeys, redelivered, ticked);
    }
}
