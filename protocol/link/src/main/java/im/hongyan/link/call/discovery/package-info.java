/** Where the instances of our services are: a fixed list, or Nacos, which pushes changes. */
@NullMarked
package im.hongyan.link.call.discovery;

import org.jspecify.annotations.NullMarked;
