using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Client.Tests;

public sealed class InformerSnapshotTests
{
    private static readonly InformerSnapshot<ConfigMap> Three =
        InformerSnapshot<ConfigMap>.Empty.Relist([Map("a", "1"), Map("b", "2"), Map("c", "3")], "3", ChangeOrigin.Listed).Next;

    [Fact]
    public void A_relist_tells_what_was_missed_and_nothing_else()
    {
        var (next, changes) = Three.Relist([Map("a", "1"), Map("b", "7"), Map("d", "8")], "9", ChangeOrigin.Missed);

        next.ResourceVersion.ShouldBe("9");
        changes.Select(c => (c.Kind, c.Object.Metadata.Name)).ShouldBe([(ChangeKind.Deleted, "c"), (ChangeKind.Modified, "b"), (ChangeKind.Added, "d")], ignoreOrder: true);
        changes.ShouldAllBe(c => c.Origin == ChangeOrigin.Missed);
    }

    [Fact]
    public void An_object_that_was_made_anew_meanwhile_is_a_deletion_and_an_addition()
    {
        var (_, changes) = Three.Relist([Map("a", "5", uid: "other"), Map("b", "2"), Map("c", "3")], "5", ChangeOrigin.Missed);
        changes.Select(c => c.Kind).ShouldBe([ChangeKind.Deleted, ChangeKind.Added]);
        changes[0].Object.Metadata.Uid.ShouldBe("a");
    }

    [Fact]
    public void A_bookmark_moves_the_place_and_changes_nothing()
    {
        var (next, change) = Three.After(new WatchEvent<ConfigMap>(WatchEventType.Bookmark, Map("", "12")));
        change.ShouldBeNull();
        next.ResourceVersion.ShouldBe("12");
        next.Objects.Count.ShouldBe(3);
    }

    [Fact]
    public void A_deletion_takes_the_object_out_and_an_older_snapshot_keeps_it()
    {
        var (next, change) = Three.After(new WatchEvent<ConfigMap>(WatchEventType.Deleted, Map("b", "4")));
        change!.Kind.ShouldBe(ChangeKind.Deleted);
        next.Find("default", "b").ShouldBeNull();
        Three.Find("default", "b").ShouldNotBeNull();
    }

    private static ConfigMap Map(string name, string version, string? uid = null) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "default", Uid = uid ?? name, ResourceVersion = version },
    };
}
