using Orleans.Kube.Controllers;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Scheduling;
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

    [Fact]
    public async Task What_is_in_no_namespace_stays_although_it_names_an_owner_in_one()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var owner = await cluster.CreateAsync(Objects.ConfigMap("owner"));
        foreach (var (name, uid) in (IEnumerable<(string, string)>)[("wide", owner.Metadata.Uid), ("lost", "nobody")])
        {
            await cluster.CreateAsync(new PriorityClass
            {
                ApiVersion = "scheduling.k8s.io/v1", Kind = "PriorityClass", Value = 5,
                Metadata = new ObjectMeta { Name = name, OwnerReferences = [new OwnerReference { ApiVersion = "v1", Kind = "ConfigMap", Name = "owner", Uid = uid }] },
            });
        }

        await cluster.EventuallyAsync(view => view.List(Resources.Events).Select(static o => o.As<Event>()).Any(e => e.Reason == "OwnerRefInvalidNamespace" && e.InvolvedObject.Name == "wide"
            && e.Message == $"ownerRef [v1/ConfigMap, namespace: , name: owner, uid: {owner.Metadata.Uid}] does not exist in namespace \"\""));
        await cluster.DeleteAsync(owner);
        await cluster.CreateAsync(Owned("child", owner));
        await cluster.EventuallyAsync(_ => cluster.Find<ConfigMap>("child") is null);
        cluster.Find<PriorityClass>("wide", "").ShouldNotBeNull();
        cluster.Find<PriorityClass>("lost", "").ShouldNotBeNull();
    }

    [Fact]
    public async Task Who_names_an_owner_of_a_kind_that_is_yet_to_come_goes_once_that_is_there_and_the_owner_is_not()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var child = Objects.ConfigMap("child");
        await cluster.CreateAsync(child with
        {
            Metadata = child.Metadata with { OwnerReferences = [new OwnerReference { ApiVersion = "example.com/v1", Kind = "Widget", Name = "w", Uid = "w" }] },
        });
        var other = Objects.ConfigMap("other");
        await cluster.CreateAsync(other with
        {
            Metadata = other.Metadata with { OwnerReferences = [new OwnerReference { ApiVersion = "example.com/v2", Kind = "Widget", Name = "w", Uid = "v" }] },
        });
        await cluster.CreateAsync(new CustomResourceDefinition
        {
            ApiVersion = "apiextensions.k8s.io/v1", Kind = "CustomResourceDefinition", Metadata = new ObjectMeta { Name = "widgets.example.com" },
            Spec = new CustomResourceDefinitionSpec
            {
                Group = "example.com", Scope = "Namespaced", Names = new CustomResourceDefinitionNames { Plural = "widgets", Kind = "Widget", Singular = "widget", ListKind = "WidgetList" },
                Versions =
                [
                    new CustomResourceDefinitionVersion
                    {
                        Name = "v1", Served = true, Storage = true, Schema = new CustomResourceValidation { OpenAPIV3Schema = new JSONSchemaProps { Type = "object" } },
                    },
                ],
            },
        });
        await cluster.EventuallyAsync(_ => cluster.Find<ConfigMap>("child") is null);
        cluster.Find<ConfigMap>("other").ShouldNotBeNull();
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
