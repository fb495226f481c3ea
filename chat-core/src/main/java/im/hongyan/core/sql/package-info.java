/** What our SQL has in common. MySQL, MariaDB and H2 read all of it alike. */
@NullMarked
package im.hongyan.core.sql;

import org.jspecify.annotations.NullMarked;
