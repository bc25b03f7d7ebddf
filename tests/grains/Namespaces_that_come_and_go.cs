using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains.Tests;

public sealed class Namespaces_that_come_and_go
{
    [Fact]
    public async Task A_namespace_is_furnished()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        await cluster.CreateAsync(Objects.Namespace("new"));
        var account = new ObjectKey(Resources.ServiceAccounts, "new", "default");
        var made = await cluster.EventuallyAsync(view => view.Find(account));
        await cluster.DeleteAsync(made.As<ServiceAccount>());
        await cluster.EventuallyAsync(view => view.Find(account) is { } again && again.Header.Uid != made.Header.Uid);
    }

    [Fact]
    public async Task A_namespace_that_is_deleted_takes_everything_with_it()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var space = await cluster.CreateAsync(Objects.Namespace("old"));
        for (var i = 0; i < 30; i++) await cluster.CreateAsync(Objects.ConfigMap($"settings-{i}", @namespace: "old"));
        await cluster.CreateAsync(Objects.Pod("web", @namespace: "old"));
        await cluster.DeleteAsync(space);
        await cluster.EventuallyAsync(view => view.Find(new ObjectKey(Resources.Namespaces, "", "old")) is null
            && view.Resources.All(resource => view.Count(resource, "old") == 0));
    }

    [Fact]
    public async Task What_a_namespace_takes_with_it_goes_without_a_complaint()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var space = await cluster.CreateAsync(Objects.Namespace("old"));
        await cluster.CreateAsync(Objects.Deployment("web") with { Metadata = new ObjectMeta { Name = "web", Namespace = "old" } });
        await cluster.CreateAsync(Objects.Service("web") with { Metadata = new ObjectMeta { Name = "web", Namespace = "old" } });
        await cluster.EventuallyAsync(view => view.Count(Resources.Pods, "old") == 1 && view.Count(Resources.EndpointSlices, "old") == 1);
        await cluster.DeleteAsync(space);
        await cluster.EventuallyAsync(view => view.Find(new ObjectKey(Resources.Namespaces, "", "old")) is null
            && view.Resources.All(resource => view.Count(resource, "old") == 0));
        cluster.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_set_that_cannot_replace_its_pods_because_its_namespace_ends_has_not_failed()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var space = await cluster.CreateAsync(Objects.Namespace("old"));
        var set = Objects.Deployment("web") with { Metadata = new ObjectMeta { Name = "web", Namespace = "old" } };
        await cluster.CreateAsync(set with { Spec = set.Spec with { Template = set.Spec.Template with { Metadata = set.Spec.Template.Metadata with { Finalizers = ["example.com/hold"] } } } });
        await cluster.EventuallyAsync(view => view.Count(Resources.Pods, "old") == 1);
        await cluster.DeleteAsync(space);

        await cluster.EventuallyAsync(view => view.List(Resources.Pods, "old").Single().Header.IsDeleting);
        await cluster.PassAsync(TimeSpan.FromSeconds(10), view => Set(view).Status is { Replicas: 0, ObservedGeneration: > 0 });
        Set(cluster.Ledger.Current).Status.Conditions.ShouldBeEmpty();
        cluster.Warnings.ShouldBeEmpty();

        static ReplicaSet Set(Model.Views.IClusterView view) => view.List(Resources.ReplicaSets, "old").Single().As<ReplicaSet>();
    }

    [Fact]
    public async Task Pods_go_before_what_protects_them()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var space = await cluster.CreateAsync(Objects.Namespace("old"));
        await cluster.CreateAsync(Objects.ConfigMap("settings", @namespace: "old"));
        var pod = await cluster.CreateAsync(Objects.Pod("web", @namespace: "old") with { Metadata = new ObjectMeta { Name = "web", Namespace = "old", Finalizers = ["example.com/hold"] } });
        await cluster.DeleteAsync(space);
        await cluster.EventuallyAsync(_ => cluster.Find<Namespace>("old", "")?.Status.Conditions.Any(static c =>
            c.Message == "Some resources are remaining: pods. has 1 resource instances") == true);

        cluster.Find<Namespace>("old", "")!.Metadata.DeletionGracePeriodSeconds.ShouldBeNull();
        cluster.Ledger.Current.Find(new ObjectKey(Resources.ConfigMaps, "old", "settings"))!.Header.IsDeleting.ShouldBeFalse();
        await cluster.PatchAsync(pod, "{\"metadata\":{\"finalizers\":null}}");
        await cluster.EventuallyAsync(_ => cluster.Find<Namespace>("old", "") is null);
    }

    [Fact]
    public async Task A_namespace_waits_for_finalizers_and_says_so()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var space = await cluster.CreateAsync(Objects.Namespace("old"));
        var held = await cluster.CreateAsync(Objects.ConfigMap("settings", @namespace: "old") with
        {
            Metadata = new ObjectMeta { Name = "settings", Namespace = "old", Finalizers = ["example.com/hold"] },
        });
        await cluster.DeleteAsync(space);
        await cluster.EventuallyAsync(_ => cluster.Find<Namespace>("old", "")?.Status.Conditions.Any(static c =>
            c.Type == NamespaceConditionType.NamespaceFinalizersRemaining
            && c.Message == "Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances") == true);
        await cluster.PatchAsync(held, "{\"metadata\":{\"finalizers\":null}}");
        await cluster.EventuallyAsync(_ => cluster.Find<Namespace>("old", "") is null);
    }
}
