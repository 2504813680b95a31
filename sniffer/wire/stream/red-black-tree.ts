export interface TreeNode<Item> {
  item: Item;
  parent: TreeNode<Item> | undefined;
  /** Smaller items are below child 0, larger ones below child 1. */
  readonly children: [TreeNode<Item> | undefined, TreeNode<Item> | undefined];
  isRed: boolean;
}

type Side = 0 | 1;

/**
 * A red-black tree. After each step it has the same shape as Linux's (lib/rbtree.c; Cormen and others, Introduction to
 * Algorithms, chapter 13). The shape matters: which of two segments Linux keeps can depend on the nodes that a search
 * passes. The caller searches, from `root` on. Invariants: no red node has a red child; from a node, all ways down pass
 * the same number of black nodes.
 */
export class RedBlackTree<Item> {
  root: TreeNode<Item> | undefined;

  /** The first node (side 0), or the last one (side 1). */
  outermost(side: Side): TreeNode<Item> | undefined {
    return this.root && outermost(this.root, side);
  }

  /** The node with the next larger item. */
  next(node: TreeNode<Item>): TreeNode<Item> | undefined {
    const larger = node.children[1];
    if (larger !== undefined) return outermost(larger, 0);
    let below = node;
    while (below.parent !== undefined && sideOf(below) === 1) below = below.parent;
    return below.parent;
  }

  /** Adds an item below `parent`, the last node of the search for it; undefined for an empty tree. */
  add(item: Item, parent: TreeNode<Item> | undefined, side: Side): TreeNode<Item> {
    const node: TreeNode<Item> = { item, parent, children: [undefined, undefined], isRed: true };
    if (parent === undefined) this.root = node;
    else parent.children[side] = node;
    this.balanceAbove(node);
    return node;
  }

  /** Removes the item at a node. Other items can move to other nodes: search again for the nodes of larger items. */
  remove(node: TreeNode<Item>): void {
    if (node.children[0] !== undefined && node.children[1] !== undefined) {
      const heir = outermost(node.children[1], 0);
      node.item = heir.item;
      this.remove(heir);
      return;
    }
    const { parent } = node;
    const side = parent === undefined ? 0 : sideOf(node);
    const child = node.children[0] ?? node.children[1];
    this.putInPlaceOf(node, child);
    if (child !== undefined) child.isRed = false;
    else if (!node.isRed) this.balanceBelow(parent, side);
  }

  /** After a red node was added: its parent must not be red. */
  private balanceAbove(added: TreeNode<Item>): void {
    let node = added;
    for (let parent = node.parent; parent?.isRed; parent = node.parent) {
      const grandparent = parent.parent!;
      const side = sideOf(parent);
      const uncle = grandparent.children[other(side)];
      grandparent.isRed = true;
      if (uncle?.isRed) {
        parent.isRed = false;
        uncle.isRed = false;
        node = grandparent;
        continue;
      }
      if (sideOf(node) !== side) {
        this.rotate(parent, side);
        parent = node;
      }
      parent.isRed = false;
      this.rotate(grandparent, other(side));
      break;
    }
    this.root!.isRed = false;
  }

  /** All ways down on one side of `parent` have one black node too few. */
  private balanceBelow(lacking: TreeNode<Item> | undefined, lackingSide: Side): void {
    let side = lackingSide;
    for (let parent = lacking; parent !== undefined; parent = parent.parent) {
      let sibling = parent.children[other(side)]!;
      if (sibling.isRed) {
        sibling.isRed = false;
        parent.isRed = true;
        this.rotate(parent, side);
        sibling = parent.children[other(side)]!;
      }
      const near = sibling.children[side];
      let far = sibling.children[other(side)];
      if (!near?.isRed && !far?.isRed) {
        sibling.isRed = true;
        if (parent.isRed || parent.parent === undefined) {
          parent.isRed = false;
          return;
        }
        side = sideOf(parent);
        continue;
      }
      if (!far?.isRed) {
        this.rotate(sibling, other(side));
        far = sibling;
        sibling = near!;
      }
      sibling.isRed = parent.isRed;
      parent.isRed = false;
      far.isRed = false;
      this.rotate(parent, side);
      return;
    }
  }

  /** Moves a node down to `side`; its child on the other side takes its place. */
  private rotate(node: TreeNode<Item>, side: Side): void {
    const rising = node.children[other(side)]!;
    const moved = rising.children[side];
    this.putInPlaceOf(node, rising);
    rising.children[side] = node;
    node.parent = rising;
    node.children[other(side)] = moved;
    if (moved !== undefined) moved.parent = node;
  }

  private putInPlaceOf(old: TreeNode<Item>, node: TreeNode<Item> | undefined): void {
    const { parent } = old;
    if (parent === undefined) this.root = node;
    else parent.children[sideOf(old)] = node;
    if (node !== undefined) node.parent = parent;
  }
}

function outermost<Item>(from: TreeNode<Item>, side: Side): TreeNode<Item> {
  let node = from;
  for (let child = node.children[side]; child !== undefined; child = node.children[side]) node = child;
  return node;
}

/** On which side of its parent a node is. */
function sideOf<Item>(node: TreeNode<Item>): Side {
  return node.parent!.children[0] === node ? 0 : 1;
}

function other(side: Side): Side {
  return side === 0 ? 1 : 0;
}
