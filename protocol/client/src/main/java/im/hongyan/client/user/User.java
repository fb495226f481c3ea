package im.hongyan.client.user;

/**
 * What a user says of themselves.
 *
 * @param id who it is
 * @param name for people; the id when none was said
 * @param avatar the https address of a picture; empty: none
 * @param about a few words, of several lines perhaps; may be empty
 */
public record User(String id, String name, String avatar, String about) {}
