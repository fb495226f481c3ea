/** What tests of chat-core stand on: real Redis and databases, and doubles of the neighbours' doors whose behaviour a test chooses. */
@NullMarked
package im.hongyan.core.rig;

import org.jspecify.annotations.NullMarked;
