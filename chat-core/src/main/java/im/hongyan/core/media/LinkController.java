package im.hongyan.core.media;

import im.hongyan.core.account.RestPrincipal;
import im.hongyan.core.tenant.Tenants;
import im.hongyan.link.proto.Principal;
import java.time.Instant;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Links to files for what shows them and sends no header: made for who may read, good for whoever has one. */
@RestController
@RequestMapping("/api/v1/media")
class LinkController {
    private static final String LINKED = "/api/v1/media/linked/";

    private final MediaService media;
    private final Links links;
    private final Downloads downloads;
    private final Tenants tenants;

    LinkController(MediaService media, Links links, Downloads downloads, Tenants tenants) {
        this.media = media;
        this.links = links;
        this.downloads = downloads;
        this.tenants = tenants;
    }

    /** Where the file is for a while; {@code /thumbnail} behind it is the small one. */
    record LinkView(String url, Instant expiresAt) {}

    @GetMapping(path = "/{id}/link", produces = "application/json")
    Mono<LinkView> link(@RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal, @PathVariable String id) {
        return media.readable(principal, id)
                .flatMap(links::to)
                .map(link -> new LinkView(LINKED + link.token(), link.expiresAt()));
    }

    @GetMapping("/linked/{token}")
    Mono<ResponseEntity<Flux<DataBuffer>>> whole(@PathVariable String token, ServerHttpRequest request) {
        return opened(token).map(file -> downloads.whole(file, reader(file), request));
    }

    @GetMapping("/linked/{token}/thumbnail")
    Mono<ResponseEntity<Flux<DataBuffer>>> thumbnail(@PathVariable String token, ServerHttpRequest request) {
        return opened(token).map(file -> downloads.thumbnail(file, reader(file), request));
    }

    private Mono<Media> opened(String token) {
        return links.open(token)
                .flatMap(opened -> tenants.admit(opened.tenant())
                        .then(Mono.defer(() -> media.kept(opened.tenant(), opened.media()))));
    }

    /** Those who come by a link are counted by file: nobody knows who they are. */
    private static String reader(Media file) {
        return "link:" + file.id();
    }
}
