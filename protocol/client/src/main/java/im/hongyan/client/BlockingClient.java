package im.hongyan.client;

import im.hongyan.client.conversation.Conversation;
import im.hongyan.client.conversation.Conversations;
import im.hongyan.client.error.ClientException;
import im.hongyan.client.error.UnansweredException;
import im.hongyan.client.friend.Contact;
import im.hongyan.client.friend.FriendChanges;
import im.hongyan.client.friend.Friends;
import im.hongyan.client.group.Group;
import im.hongyan.client.group.Member;
import im.hongyan.client.history.HistoryPage;
import im.hongyan.client.history.HistoryRange;
import im.hongyan.client.user.User;
import im.hongyan.wire.frame.Accepted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * {@link HongyanClient} for threads that may wait. Every call fails with a {@link ClientException}; with
 * {@link UnansweredException} when its time is over or the thread is interrupted. Never to be called on the client's own
 * thread: not in a {@link MessageHandler} that is not {@linkplain MessageHandler#blocking blocking}.
 */
public final class BlockingClient implements AutoCloseable {
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    private final HongyanClient client;

    BlockingClient(HongyanClient client) {
        this.client = client;
    }

    /** See {@link HongyanClient#connect}. */
    public ClientState.Connected connect(Duration within) {
        return some(await(client.connect(), within));
    }

    /** See {@link HongyanClient#send}. When the time is over the message stays in the outbox. */
    public Accepted send(OutgoingMessage message, Duration within) {
        return some(await(client.send(message), within));
    }

    /** See {@link HongyanClient#history}. */
    public HistoryPage history(Target target, HistoryRange range, Duration within) {
        return some(await(client.history(target, range), within));
    }

    /** See {@link HongyanClient#markRead}. */
    public void markRead(String conversation, long upTo) {
        client.markRead(conversation, upTo);
    }

    /** See {@link im.hongyan.client.group.Groups#create}. */
    public Group createGroup(@Nullable String id, String name, List<String> members, Duration within) {
        return some(await(client.groups().create(id, name, members), within));
    }

    /** See {@link im.hongyan.client.group.Groups#addMembers}. */
    public List<String> addMembers(String group, List<String> members, Duration within) {
        return some(await(client.groups().addMembers(group, members), within));
    }

    /** See {@link im.hongyan.client.group.Groups#removeMember}. */
    public void removeMember(String group, String user, Duration within) {
        await(client.groups().removeMember(group, user), within);
    }

    /** See {@link im.hongyan.client.group.Groups#get}. */
    public Group group(String group, Duration within) {
        return some(await(client.groups().get(group), within));
    }

    /** See {@link im.hongyan.client.group.Groups#describe}. */
    public Group describeGroup(String group, @Nullable String name, @Nullable String announcement, Duration within) {
        return some(await(client.groups().describe(group, name, announcement), within));
    }

    /** See {@link im.hongyan.client.group.Groups#transfer}. */
    public Group transferGroup(String group, String user, Duration within) {
        return some(await(client.groups().transfer(group, user), within));
    }

    /** See {@link im.hongyan.client.group.Groups#dissolve}. */
    public void dissolveGroup(String group, Duration within) {
        await(client.groups().dissolve(group), within);
    }

    /** See {@link im.hongyan.client.group.Groups#appoint}. */
    public void appointAdmin(String group, String user, Duration within) {
        await(client.groups().appoint(group, user), within);
    }

    /** See {@link im.hongyan.client.group.Groups#dismiss}. */
    public void dismissAdmin(String group, String user, Duration within) {
        await(client.groups().dismiss(group, user), within);
    }

    /** See {@link im.hongyan.client.group.Groups#mute}. */
    public void muteMember(String group, String user, Instant until, Duration within) {
        await(client.groups().mute(group, user, until), within);
    }

    /** See {@link im.hongyan.client.group.Groups#unmute}. */
    public void unmuteMember(String group, String user, Duration within) {
        await(client.groups().unmute(group, user), within);
    }

    /** See {@link im.hongyan.client.group.Groups#muteAll}. */
    public void muteGroup(String group, Instant until, Duration within) {
        await(client.groups().muteAll(group, until), within);
    }

    /** See {@link im.hongyan.client.group.Groups#unmuteAll}. */
    public void unmuteGroup(String group, Duration within) {
        await(client.groups().unmuteAll(group), within);
    }

    /** See {@link im.hongyan.client.group.Groups#members}. */
    public List<Member> members(String group, Duration within) {
        return some(await(client.groups().members(group), within));
    }

    /** See {@link im.hongyan.client.group.Groups#mine}. */
    public List<Group> groups(Duration within) {
        return some(await(client.groups().mine(), within));
    }

    /** See {@link im.hongyan.client.user.Users#me}. */
    public User me(Duration within) {
        return some(await(client.users().me(), within));
    }

    /** See {@link im.hongyan.client.user.Users#change}. */
    public User changeMe(@Nullable String name, @Nullable String avatar, @Nullable String about, Duration within) {
        return some(await(client.users().change(name, avatar, about), within));
    }

    /** See {@link im.hongyan.client.user.Users#get(String)}. */
    public User user(String id, Duration within) {
        return some(await(client.users().get(id), within));
    }

    /** See {@link im.hongyan.client.user.Users#search}. */
    public List<User> searchUsers(String query, Duration within) {
        return some(await(client.users().search(query), within));
    }

    /** See {@link im.hongyan.client.conversation.Conversations#all}; the first ones, so many at the most. */
    public List<Conversation> conversations(int most, Duration within) {
        return some(await(client.conversations().all().take(most).collectList(), within));
    }

    /** Waits for a call to the list of conversations, such as {@code list -> list.pin(id, true)}; null: it tells nothing. */
    public <T> @Nullable T conversations(Function<Conversations, Mono<T>> call, Duration within) {
        return await(call.apply(client.conversations()), within);
    }

    /** See {@link Friends#since}. */
    public FriendChanges friendsSince(long version, Duration within) {
        return some(await(client.friends().since(version), within));
    }

    /** See {@link Friends#get}. */
    public Contact contact(String user, Duration within) {
        return some(await(client.friends().get(user), within));
    }

    /** See {@link Friends#ask}. */
    public Contact askFriend(String user, String greeting, Duration within) {
        return some(await(client.friends().ask(user, greeting), within));
    }

    /** See {@link Friends#approve}. */
    public Contact approveFriend(String user, Duration within) {
        return some(await(client.friends().approve(user), within));
    }

    /** See {@link Friends#decline}. */
    public void declineFriend(String user, Duration within) {
        await(client.friends().decline(user), within);
    }

    /** See {@link Friends#describe}. */
    public Contact describeFriend(
            String user, @Nullable String remark, @Nullable List<String> labels, Duration within) {
        return some(await(client.friends().describe(user, remark, labels), within));
    }

    /** See {@link Friends#remove}. */
    public void removeFriend(String user, Duration within) {
        await(client.friends().remove(user), within);
    }

    /** See {@link Friends#block}. */
    public Contact block(String user, Duration within) {
        return some(await(client.friends().block(user), within));
    }

    /** See {@link Friends#unblock}. */
    public void unblock(String user, Duration within) {
        await(client.friends().unblock(user), within);
    }

    /** See {@link Friends#blocked}. */
    public List<Contact> blocked(Duration within) {
        return some(await(client.friends().blocked(), within));
    }

    /** See {@link Friends#requests}. */
    public List<Contact> friendRequests(Duration within) {
        return some(await(client.friends().requests(), within));
    }

    /** The same client for threads that must not wait. */
    public HongyanClient reactive() {
        return client;
    }

    /** See {@link HongyanClient#close}; waits ten seconds at the most. */
    @Override
    public void close() {
        await(client.close(), CLOSE_WITHIN);
    }

    private static <T> T some(@Nullable T value) {
        if (value == null) {
            throw new UnansweredException("there was no answer");
        }
        return value;
    }

    private static <T> @Nullable T await(Mono<T> result, Duration within) {
        CompletableFuture<T> future = result.toFuture();
        try {
            return future.get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            future.cancel(false);
            throw new UnansweredException("no answer within " + within.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnansweredException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ClientException known) {
                throw known;
            }
            throw new UnansweredException(String.valueOf(e.getCause()), e.getCause());
        }
    }
}
