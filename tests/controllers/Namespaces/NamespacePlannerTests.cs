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

    private static (string Status, string Reason, string Message) Condition(Namespace value, string type) =>
        value.Status.Conditions.Where(c => c.Type == type).Select(static c => (c.Status, c.Reason, c.Message)).Single();

    private static Refusal Refused(NamespaceItem item, string why, string reason = StatusReason.Forbidden) => new(new ObjectDeletion(item.Key, item.Uid), reason, why);

    private static NamespaceItem Item(GroupResource resource, string name, bool isDeleting = false) => new(new ObjectKey(resource, "old", name), name, isDeleting, []);
}
