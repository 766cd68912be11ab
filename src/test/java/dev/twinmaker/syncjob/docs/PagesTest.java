package dev.twinmaker.syncjob.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class PagesTest {

    @TestFactory
    Stream<DynamicTest> each_link_leads_to_a_file_and_a_heading_that_are_there() throws IOException {
        return pages().stream()
                .map(page -> dynamicTest(
                        page.path().toString(),
                        () -> assertThat(page.links())
                                .allSatisfy(link -> assertThat(leadsSomewhere(page, link))
                                        .as(link)
                                        .isTrue())));
    }

    private static boolean leadsSomewhere(Page page, String link) {
        if (link.startsWith("https://")) {
            return true;
        }
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target =
                file.isEmpty() ? page.path() : page.path().resolveSibling(file).normalize();
        return Files.exists(target) && (hash < 0 || Page.of(target).anchors().contains(link.substring(hash + 1)));
    }

    private static List<Page> pages() throws IOException {
        try (Stream<Path> top = Files.list(Path.of(""));
                Stream<Path> docs = Files.walk(Path.of("docs"));
                Stream<Path> deploy = Files.walk(Path.of("deploy"))) {
            return Stream.of(top, docs, deploy)
                    .flatMap(paths -> paths)
                    .filter(path -> path.toString().endsWith(".md"))
                    .map(Page::of)
                    .toList();
        }
    }
}
