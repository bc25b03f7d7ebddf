using Orleans.Kube.Controllers.Namespaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Namespaces;

/// <summary>Namespaces with random content, of which some is held by finalizers, are emptied while deletions are lost.</summary>
public sealed class NamespacePropertyTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly GroupResource[] Kinds = [Resources.Pods, Resources.ConfigMaps, Resources.Services, Resources.Leases];

    [Fact]
    public void A_namespace_that_goes_is_emptied_pods_first_and_only_then_let_go() => Script.ForAll(static script =>
    {
        var content = new List<NamespaceItem>();
        for (var items = script.Choose(12); items > 0; items--)
            content.Add(new NamespaceItem(new ObjectKey(script.Pick(Kinds), "old", $"o{items}"), $"u{items}", false, script.Choose(4) == 0 ? ["example.com/hold"] : []));
        var space = new Namespace { Metadata = new ObjectMeta { Name = "old", DeletionTimestamp = Now }, Spec = new NamespaceSpec { Finalizers = ["kubernetes"] } };

        var foreign = script.Choose(3) == 0 ? new ForeignContent(["metrics.k8s.io/v1beta1"], [], []) : ForeignContent.None;
        for (var rounds = 0; ; rounds++)
        {
            rounds.ShouldBeLessThan(200, "it never ends");
            var plan = NamespacePlanner.Plan(new NamespaceView("old", space, content, "pem") { Foreign = foreign }, Now);
            if (plan.Finalized is { } finalized)
            {
                content.ShouldBeEmpty();
                foreign.IsGone.ShouldBeTrue();
                finalized.Spec.Finalizers.ShouldBeEmpty();
                return;
            }

            if (plan.Status is { } status) space = space with { Status = status.Status };
            var pods = content.Any(static item => item.Key.Resource == Resources.Pods);
            foreach (var deletion in plan.Writes.Cast<ObjectDeletion>())
            {
                if (pods) deletion.Key.Resource.ShouldBe(Resources.Pods);
                if (script.Choose(5) == 1) continue;
                var item = content.Single(item => item.Key == deletion.Key);
                deletion.Uid.ShouldBe(item.Uid);
                content.Remove(item);
                if (item.Finalizers.Count > 0) content.Add(item with { IsDeleting = true });
            }

            // Whoever holds something lets it go in the end.
            if (plan.Writes.Count == 0 || script.Choose(3) == 1) content.RemoveAll(static item => item.IsDeleting);
            if (plan.Writes.Count == 0 && script.Choose(3) == 1) foreign = ForeignContent.None;
        }
    });

    [Fact]
    public void An_active_namespace_is_furnished_and_nothing_of_it_is_deleted() => Script.ForAll(static script =>
    {
        var space = new Namespace { Metadata = new ObjectMeta { Name = "new" } };
        var content = new List<NamespaceItem>();
        if (script.Choose(2) == 0) content.Add(new NamespaceItem(new ObjectKey(Resources.ServiceAccounts, "new", NamespaceContent.DefaultServiceAccount), "a", false, []));
        if (script.Choose(2) == 0) content.Add(new NamespaceItem(new ObjectKey(Resources.ConfigMaps, "new", NamespaceContent.RootCertificates), "c", false, [], Published(script)));

        var plan = NamespacePlanner.Plan(new NamespaceView("new", space, content, "pem"), Now);

        plan.Writes.ShouldAllBe(static write => !(write is ObjectDeletion));
        foreach (var write in plan.Writes)
        {
            content.RemoveAll(item => item.Key == write.Key);
            content.Add(new NamespaceItem(write.Key, "n", false, [], (write is ObjectCreation made ? made.Content : ((ObjectReplacement)write).Content) as ConfigMap));
        }

        content.Count.ShouldBe(2);
        var certificates = content.Single(static item => item.Published is not null).Published!;
        (certificates.Data.Single().Value, certificates.Metadata.Annotations.ContainsKey("kubernetes.io/description")).ShouldBe(("pem", true));
        NamespacePlanner.Plan(new NamespaceView("new", space, content, "pem"), Now).Writes.ShouldBeEmpty();
    });

    private static ConfigMap Published(Script script) => new()
    {
        Metadata = new ObjectMeta { Name = NamespaceContent.RootCertificates, Namespace = "new", Annotations = script.Choose(2) == 0 ? [] : new Dictionary<string, string> { ["kubernetes.io/description"] = "what for" } },
        Data = new Dictionary<string, string> { [script.Pick(["ca.crt", "other"])] = script.Pick(["pem", "other"]) },
    };
}
