using FsCheck;
using FsCheck.Fluent;
using Orleans.Kube.Ledger.View;

namespace Orleans.Kube.Ledger.Tests.View;

public sealed class SortedTreeTests
{
    [Fact]
    public void A_tree_behaves_as_a_sorted_set_and_older_versions_stay_as_they_were()
    {
        // Few distinct values make hits likely; long runs make nodes split and merge.
        var operations = Gen.Choose(-600, 600).ListOf().Resize(4_000).ToArbitrary();
        Prop.ForAll(operations, Follows).Check(Config.QuickThrowOnFailure.WithMaxTest(40).WithQuietOnSuccess(true));
    }

    [Fact]
    public void A_tree_filled_in_order_and_emptied_in_order_keeps_every_item_meanwhile()
    {
        var tree = SortedTree<int>.Empty;
        var edit = tree.Edit();
        for (var item = 0; item < 20_000; item++) edit.Put(new At(item), item);
        tree = edit.Build();
        tree.Slice(0, tree.Count).ShouldBe(Enumerable.Range(0, 20_000));
        for (var item = 0; item < 20_000; item += 7)
        {
            edit = tree.Edit();
            for (var gone = item; gone < Math.Min(item + 7, 20_000); gone++) edit.Remove(new At(gone)).ShouldBeTrue();
            tree = edit.Build();
            tree.Count.ShouldBe(Math.Max(0, 20_000 - item - 7));
            tree.Rank(new At(19_999)).ShouldBe(Math.Max(0, tree.Count - 1));
        }

        tree.Slice(0, 1).ShouldBeEmpty();
    }

    private static void Follows(IList<int> operations)
    {
        var model = new SortedSet<int>();
        var tree = SortedTree<int>.Empty;
        foreach (var chunk in operations.Chunk(97))
        {
            var (before, beforeItems) = (tree, model.ToArray());
            var edit = tree.Edit();
            foreach (var operation in chunk) Apply(edit, model, operation);
            tree = edit.Build();
            tree.Slice(0, tree.Count).ShouldBe(model);
            before.Slice(0, before.Count).ShouldBe(beforeItems);
        }

        foreach (var probe in operations.Take(100))
        {
            tree.TryFind(new At(probe), out _).ShouldBe(model.Contains(probe));
            tree.Rank(new At(probe)).ShouldBe(model.Count(item => item < probe));
        }

        tree.Range(new At(-50), new At(50)).ShouldBe(model.Where(item => item is >= -50 and < 50));
    }

    private static void Apply(SortedTreeEdit<int> edit, SortedSet<int> model, int operation)
    {
        if (operation >= 0)
        {
            edit.Put(new At(operation), operation);
            model.Add(operation);
        }
        else
        {
            edit.Remove(new At(-operation)).ShouldBe(model.Remove(-operation));
        }
    }

    private readonly struct At(int value) : IPosition<int>
    {
        public int CompareTo(int item) => value.CompareTo(item);
    }
}
