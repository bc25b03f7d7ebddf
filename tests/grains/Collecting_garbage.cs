using Orleans.Kube.Controllers;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains.Tests;

public sealed class Collecting_garbage
{
    [Fact]
    public async Task Dependents_go_after_their_owner()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var owner = await cluster.CreateAsync(Objects.ConfigMap("owner"));
        await cluster.CreateAsync(Owned("child", owner));
        await cluster.CreateAsync(Owned("grandchild", cluster.Find<ConfigMap>("child")!));
        await cluster.DeleteAsync(owner);
        await cluster.EventuallyAsync(_ => cluster.Find<ConfigMap>("child") is null && cluster.Find<ConfigMap>("grandchild") is null);
    }

    [Fact]
    public async Task Dependents_go_before_their_owner_in_the_foreground()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var owner = await cluster.CreateAsync(Objects.ConfigMap("owner"));
        var child = await cluster.CreateAsync(Owned("child", owner, hold: "example.com/hold"));
        Cluster.Accepted<ConfigMap>(await cluster.DeleteAsync(owner, new DeleteOptions { PropagationPolicy = DeletionPropagation.Foreground }))
            .Metadata.Finalizers.ShouldBe(["foregroundDeletion"]);
        await cluster.EventuallyAsync(_ => cluster.Find<ConfigMap>("child")!.Metadata.DeletionTimestamp is not null);
        cluster.Find<ConfigMap>("owner").ShouldNotBeNull();
        await cluster.PatchAsync(child, "{\"metadata\":{\"finalizers\":null}}");
        await cluster.EventuallyAsync(_ => cluster.Find<ConfigMap>("owner") is null);
    }

    [Fact]
    public async Task Orphans_stay_and_forget_their_owner()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var owner = await cluster.CreateAsync(Objects.ConfigMap("owner"));
        await cluster.CreateAsync(Owned("child", owner));
        await cluster.DeleteAsync(owner, new DeleteOptions { PropagationPolicy = DeletionPropagation.Orphan });
        await cluster.EventuallyAsync(_ => cluster.Find<ConfigMap>("owner") is null);
        cluster.Find<ConfigMap>("child").ShouldNotBeNull().Metadata.OwnerReferences.ShouldBeEmpty();
    }

    [Fact]
    public async Task Jobs_let_their_pods_go_when_nothing_is_said_and_warn_of_it()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var spec = new JobSpec { Template = new PodTemplateSpec { Spec = new PodSpec { RestartPolicy = RestartPolicy.Never, Containers = [new Container { Name = "main", Image = "task" }] } } };
        foreach (var (name, options, keeps) in (IEnumerable<(string, DeleteOptions?, bool)>)[("silent", null, true), ("explicit", new DeleteOptions { PropagationPolicy = DeletionPropagation.Background }, false)])
        {
            var job = await cluster.CreateAsync(new Job { ApiVersion = "batch/v1", Kind = "Job", Metadata = new ObjectMeta { Name = name, Namespace = "default" }, Spec = spec });
            await cluster.EventuallyAsync(view => Pods(view, name).Count == 1);
            (await cluster.DeleteAsync(job, options)).Warnings.Any(static w => w.StartsWith("child pods are preserved by default", StringComparison.Ordinal)).ShouldBe(keeps);
            await cluster.EventuallyAsync(view => cluster.Find<Job>(name) is null && Pods(view, name).Count == (keeps ? 1 : 0));
        }

        static List<Pod> Pods(IClusterView view, string job) => [.. view.List(Resources.Pods, "default").Select(static o => o.As<Pod>()).Where(p => p.Metadata.Labels.GetValueOrDefault("job-name") == job && p.Metadata.DeletionTimestamp is null)];
    }

    [Fact]
    public async Task A_dependent_of_two_owners_stays_with_the_other()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var (one, other) = (await cluster.CreateAsync(Objects.ConfigMap("one")), await cluster.CreateAsync(Objects.ConfigMap("other")));
        await cluster.CreateAsync(Owned("child", one, other));
        await cluster.DeleteAsync(one);
        await cluster.EventuallyAsync(_ => cluster.Find<ConfigMap>("child")!.Metadata.OwnerReferences.Count == 1);
        cluster.Find<ConfigMap>("child")!.Metadata.OwnerReferences[0].Uid.ShouldBe(other.Metadata.Uid);
    }

    [Fact]
    public async Task An_object_whose_owner_never_was_is_garbage()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        await cluster.CreateAsync(Owned("child", Objects.ConfigMap("nobody") with { Metadata = new ObjectMeta { Name = "nobody", Uid = "gone" } }));
        await cluster.EventuallyAsync(_ => cluster.Find<ConfigMap>("child") is null);
    }

    private static ConfigMap Owned(string name, ConfigMap owner, ConfigMap? other = null, string? hold = null) => Objects.ConfigMap(name) with
    {
        Metadata = new ObjectMeta
        {
            Name = name, Namespace = "default", Finalizers = hold is null ? [] : [hold],
            OwnerReferences = [.. new[] { owner, other }.OfType<ConfigMap>().Select(static o => new OwnerReference
            {
                ApiVersion = "v1", Kind = "ConfigMap", Name = o.Metadata.Name, Uid = o.Metadata.Uid, BlockOwnerDeletion = true,
            })],
        },
    };
}
