package im.hongyan.core.media;

import im.hongyan.core.account.RestPrincipal;
import im.hongyan.link.proto.Principal;
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

/** Reading files over REST. Errors are problem details (RFC 9457). */
@RestController
@RequestMapping("/api/v1/media/{id}")
class MediaController {
    private final MediaService media;
    private final Downloads downloads;

    MediaController(MediaService media, Downloads downloads) {
        this.media = media;
        this.downloads = downloads;
    }

    @GetMapping
    Mono<ResponseEntity<Flux<DataBuffer>>> whole(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @PathVariable String id,
            ServerHttpRequest request) {
        return media.readable(principal, id).map(file -> downloads.whole(file, principal.getUser(), request));
    }

    @GetMapping("/thumbnail")
    Mono<ResponseEntity<Flux<DataBuffer>>> thumbnail(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @PathVariable String id,
            ServerHttpRequest request) {
        return media.readable(principal, id).map(file -> downloads.thumbnail(file, principal.getUser(), request));
    }

    @GetMapping(path = "/info", produces = "application/json")
    Mono<MediaView> info(@RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal, @PathVariable String id) {
        return media.readable(principal, id).map(MediaView::of);
    }
}
