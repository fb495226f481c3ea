package im.hongyan.persistence.history;

import im.hongyan.persistence.store.Databases;
import io.r2dbc.spi.ConnectionFactory;

class MariaDbOverviewTest extends OverviewContract {
    @Override
    ConnectionFactory connections() {
        return Databases.mariaDb();
    }
}
