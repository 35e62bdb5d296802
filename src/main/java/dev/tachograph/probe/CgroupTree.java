package dev.tachograph.probe;

import dev.tachograph.linux.KernelTree;
import dev.tachograph.linux.KernelTree.Folder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The groups of one tree, found again at each look for one {@code statx} each: a folder counts the folders within, and one
 * that was made anew has another inode. So a folder is listed only when that number is another one or one of those within has
 * gone. From the top down, so that the groups near the root are those that are kept when there are too many.
 */
final class CgroupTree {
    private static final int DEEPEST = 64;
    /** Leaves room for the name of a file. */
    private static final int LONGEST_PATH = 3500;

    private static final int LINKS_WITHOUT_FOLDERS = 2;

    private final KernelTree files;
    private final CgroupMount mount;
    private final int most;
    private @Nullable Node root;
    private int leftOut;

    /** A group in this tree. */
    static final class Node {
        final String folder;
        final String path;
        final long inode;
        private final int depth;
        private long links;
        private long listedLinks = -1;
        private Map<String, Node> children = Map.of();

        Node(String folder, String path, int depth, Folder found) {
            this.folder = folder;
            this.path = path;
            this.depth = depth;
            inode = found.inode();
            links = found.links();
        }
    }

    /** @param most groups to look at */
    CgroupTree(KernelTree files, CgroupMount mount, int most) {
        this.files = files;
        this.mount = mount;
        this.most = most;
    }

    CgroupMount mount() {
        return mount;
    }

    /** How many groups the last walk found and did not look at; what is below them is not counted. */
    int leftOut() {
        return leftOut;
    }

    /** Goes through all groups there are now. */
    void walk(Consumer<Node> each) {
        leftOut = 0;
        root = again(root, mount.folder(), mount.prefix(), 0);
        if (root == null) {
            return;
        }
        Queue<Node> waiting = new ArrayDeque<>(List.of(root));
        int seen = 1;
        Node node;
        while ((node = waiting.poll()) != null) {
            each.accept(node);
            refresh(node, most - seen);
            seen += node.children.size();
            waiting.addAll(node.children.values());
        }
    }

    private @Nullable Node again(@Nullable Node known, String folder, String path, int depth) {
        Folder found = files.folder(folder);
        if (found == null) {
            return null;
        }
        if (known == null || known.inode != found.inode()) {
            return new Node(folder, path, depth, found);
        }
        known.links = found.links();
        return known;
    }

    private void refresh(Node node, int room) {
        boolean listAnew = node.links != node.listedLinks || node.links < LINKS_WITHOUT_FOLDERS;
        if (!listAnew) {
            List<String> names = new ArrayList<>(node.children.keySet());
            Map<String, Node> children = find(node, names, room);
            listAnew = children.size() < names.size();
            node.children = children;
        }
        if (listAnew) {
            List<String> names = node.links == LINKS_WITHOUT_FOLDERS ? List.of() : files.folders(node.folder);
            node.listedLinks = node.links;
            node.children = find(node, names, room);
            int beyond = names.size() - node.children.size();
            leftOut += node.children.size() >= room || node.depth >= DEEPEST ? Math.max(0, beyond) : 0;
            node.listedLinks = beyond > 0 ? -1 : node.listedLinks;
        }
    }

    private Map<String, Node> find(Node node, List<String> names, int room) {
        if (names.isEmpty() || room <= 0 || node.depth >= DEEPEST) {
            return Map.of();
        }
        Map<String, Node> found = LinkedHashMap.newLinkedHashMap(Math.min(names.size(), room));
        for (String name : names) {
            if (found.size() >= room) {
                break;
            }
            String folder = node.folder + "/" + name;
            Node child = folder.length() > LONGEST_PATH
                    ? null
                    : again(node.children.get(name), folder, node.path + "/" + name, node.depth + 1);
            if (child != null) {
                found.put(name, child);
            }
        }
        return found;
    }
}
