package im.hongyan.core.account.revocation;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** What the table {@code login_session} knows of ended logins. Only reads. */
@Repository
class RevocationRepository {
    private final DatabaseClient database;

    RevocationRepository(DatabaseClient database) {
        this.database = database;
    }

    Mono<Boolean> isEnded(String sid) {
        return database.sql("SELECT sid FROM login_session WHERE sid = :sid AND ended_at <> 0")
                .bind("sid", sid)
                .fetch()
                .one()
                .hasElement();
    }
}
