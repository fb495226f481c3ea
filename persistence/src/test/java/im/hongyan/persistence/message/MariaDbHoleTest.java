package im.hongyan.persistence.message;

import im.hongyan.persistence.store.Databases;
import io.r2dbc.spi.ConnectionFactory;

class MariaDbHoleTest extends HoleContract {
    @Override
    ConnectionFactory connections() {
        return Databases.mariaDb();
    }
}
