using Orleans.Kube.Controllers.Namespaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Namespaces;

public sealed class NamespacePlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_namespace_tells_why_its_content_cannot_be_deleted_once_for_each_resource()
    {
        NamespaceItem[] content = [Item(Resources.ConfigMaps, "a"), Item(Resources.ConfigMaps, "b"), Item(Resources.Secrets, "s"), Item(Resources.Services, "gone", isDeleting: true)];
        var view = new NamespaceView("old", new Namespace { Metadata = new ObjectMeta { Name = "old", DeletionTimestamp = Now } }, content, "");

        var told = NamespacePlanner.Refused(view, [Refused(content[0], "no"), Refused(content[1], "neither"), Refused(content[2], "never")], Now)!;

        Condition(told, "NamespaceDeletionContentFailure").ShouldBe(("True", "ContentDeletionFailed", "Failed to delete all resource types, 2 remaining: never, no"));
        Condition(told, "NamespaceContentRemaining").ShouldBe(("True", "SomeResourcesRemain", "Some resources are remaining: services. has 1 resource instances"));
        NamespacePlanner.Refused(view with { Namespace = told }, [Refused(content[0], "no"), Refused(content[2], "never")], Now.AddHours(1)).ShouldBeNull();
        Condition(NamespacePlanner.Plan(view with { Namespace = told }, Now).Status!, "NamespaceDeletionContentFailure").Status.ShouldBe("False");
    }

    [Fact]
    public void A_namespace_says_nothing_of_refusals_that_an_old_view_led_to()
    {
        var item = Item(Resources.ConfigMaps, "a");
        var view = new NamespaceView("old", new Namespace { Metadata = new ObjectMeta { Name = "old", DeletionTimestamp = Now } }, [item], "");

        NamespacePlanner.Refused(view, [Refused(item, "gone", StatusReason.Conflict)], Now).ShouldBeNull();
    }

    [Fact]
    public void A_namespace_waits_for_other_api_servers_and_says_which_kinds_are_not_known()
    {
        var view = new NamespaceView("old", Going(), [], "") { Foreign = new ForeignContent(["metrics.k8s.io/v1beta1", "a.b/v1"], [], []) };

        var plan = NamespacePlanner.Plan(view, Now);
        plan.Finalized.ShouldBeNull();
        Condition(plan.Status!, "NamespaceDeletionDiscoveryFailure").ShouldBe(("True", "DiscoveryFailed",
            "Discovery failed for some groups, 2 failing: unable to retrieve the complete list of server APIs: "
            + "a.b/v1: stale GroupVersion discovery: a.b/v1, metrics.k8s.io/v1beta1: stale GroupVersion discovery: metrics.k8s.io/v1beta1"));
        NamespacePlanner.Plan(view with { Namespace = plan.Status }, Now).Status.ShouldBeNull();

        var found = NamespacePlanner.Plan(view with { Namespace = plan.Status, Foreign = ForeignContent.None }, Now);
        found.Finalized!.Spec.Finalizers.ShouldBeEmpty();
    }

    [Fact]
    public void What_other_api_servers_have_left_is_told_like_the_own_content()
    {
        var flunders = new GroupResource("example.com", "flunders");
        var held = new NamespaceItem(new ObjectKey(flunders, "old", "f"), "f", true, ["example.com/hold"]);
        var view = new NamespaceView("old", Going(), [Item(Resources.Secrets, "s", isDeleting: true)], "") { Foreign = new ForeignContent([], [held], ["no (delete others.example.com)"]) };

        var plan = NamespacePlanner.Plan(view, Now);
        Condition(plan.Status!, "NamespaceContentRemaining").Message.ShouldBe("Some resources are remaining: flunders.example.com has 1 resource instances, secrets. has 1 resource instances");
        Condition(plan.Status!, "NamespaceFinalizersRemaining").Message.ShouldBe("Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances");
        Condition(plan.Status!, "NamespaceDeletionContentFailure").ShouldBe(("True", "ContentDeletionFailed", "Failed to delete all resource types, 1 remaining: no (delete others.example.com)"));
        plan.Writes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(29, false, false)]
    [InlineData(30, false, true)]
    [InlineData(30, true, false)]
    public void Pods_that_stay_longer_than_they_may_are_unexpected_unless_something_holds_them(int seconds, bool held, bool told)
    {
        var pod = new NamespaceItem(new ObjectKey(Resources.Pods, "old", "p"), "p", true, held ? ["example.com/hold"] : []) { Grace = TimeSpan.FromSeconds(30) };

        var plan = NamespacePlanner.Plan(new NamespaceView("old", Going(), [pod], ""), Now.AddSeconds(seconds));
        Condition(plan.Status!, "NamespaceDeletionContentFailure").ShouldBe(told
            ? ("True", "ContentDeletionFailed", "Failed to delete all resource types, 1 remaining: unexpected items still remain in namespace: old for gvr: /v1, Resource=pods")
            : ("False", "ContentDeleted", "All content successfully deleted, may be waiting on finalization"));
        plan.Due.ShouldBe(seconds < 30 ? Now.AddSeconds(30) : null);
    }

    private static Namespace Going() => new()
    {
        Metadata = new ObjectMeta { Name = "old", DeletionTimestamp = Now }, Spec = new NamespaceSpec { Finalizers = ["kubernetes"] },
    };

    private static (string Status, string Reason, string Message) Condition(Namespace value, string type) =>
        value.Status.Conditions.Where(c => c.Type == type).Select(static c => (c.Status, c.Reason, c.Message)).Single();

    private static Refusal Refused(NamespaceItem item, string why, string reason = StatusReason.Forbidden) => new(new ObjectDeletion(item.Key, item.Uid), reason, why);

    private static NamespaceItem Item(GroupResource resource, string name, bool isDeleting = false) => new(new ObjectKey(resource, "old", name), name, isDeleting, []);
}
