package im.hongyan.persistence.change;

import im.hongyan.persistence.store.Databases;
import io.r2dbc.spi.ConnectionFactory;

class MariaDbChangeTest extends ChangeContract {
    @Override
    ConnectionFactory connections() {
        return Databases.mariaDb();
    }
}
