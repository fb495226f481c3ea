/** What a gateway adds to the REST requests that it hands to chat-core. Imports the link. */
@NullMarked
package im.hongyan.gateway.rest;

import org.jspecify.annotations.NullMarked;
