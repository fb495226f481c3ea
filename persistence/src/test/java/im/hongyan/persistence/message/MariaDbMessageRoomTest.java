package im.hongyan.persistence.message;

import im.hongyan.persistence.store.Databases;
import io.r2dbc.spi.ConnectionFactory;

class MariaDbMessageRoomTest extends MessageRoomContract {
    @Override
    ConnectionFactory connections() {
        return Databases.mariaDb();
    }
}
