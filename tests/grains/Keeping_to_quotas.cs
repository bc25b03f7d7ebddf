using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains.Tests;

public sealed class Keeping_to_quotas
{
    [Fact]
    public async Task Creations_side_by_side_never_exceed_a_quota_and_deletions_make_room()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        await cluster.CreateAsync(Quota("few", ("pods", "10"), ("count/configmaps", "3")));
        var replies = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => cluster.TryCreateAsync(Objects.Pod($"web-{i}"))));
        replies.Count(static r => r.Failure is null).ShouldBe(10);
        Cluster.Refused(replies.First(static r => r.Failure is not null)).Message.ShouldEndWith(
            "is forbidden: exceeded quota: few, requested: pods=1, used: pods=10, limited: pods=10");
        await cluster.PassAsync(TimeSpan.FromSeconds(1), view => Used(view, "few", "pods") == Quantity.Of(10));

        var victim = replies.First(static r => r.Failure is null).Object!.As<Pod>();
        await cluster.DeleteAsync(victim, new DeleteOptions { GracePeriodSeconds = 0 });
        await cluster.PassAsync(TimeSpan.FromSeconds(1), view => Used(view, "few", "pods") == Quantity.Of(9));
        (await cluster.TryCreateAsync(Objects.Pod("last"))).Failure.ShouldBeNull();
        Cluster.Refused(await cluster.TryCreateAsync(Objects.Pod("beyond"))).Code.ShouldBe(403);
    }

    [Fact]
    public async Task A_finished_pod_gives_back_what_it_used_but_its_place_in_the_store()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        await cluster.CreateAsync(Quota("one", ("requests.cpu", "1"), ("pods", "1"), ("count/pods", "2")));
        Cluster.Refused(await cluster.TryCreateAsync(Objects.Pod("silent"))).Message.ShouldBe(
            "pods \"silent\" is forbidden: failed quota: one: must specify requests.cpu for: main");
        var pod = await cluster.CreateAsync(Asking("first", "700m"));
        Cluster.Refused(await cluster.TryCreateAsync(Asking("second", "500m"))).Message.ShouldBe(
            "pods \"second\" is forbidden: exceeded quota: one, requested: pods=1,requests.cpu=500m, used: pods=1,requests.cpu=700m, limited: pods=1,requests.cpu=1");

        await cluster.ReplaceAsync(pod with { Status = pod.Status with { Phase = "Succeeded" }, Metadata = pod.Metadata with { ResourceVersion = "" } }, "status");
        await cluster.PassAsync(TimeSpan.FromSeconds(1), view => Used(view, "one", "pods").IsZero && Used(view, "one", "count/pods") == Quantity.Of(1));
        (await cluster.TryCreateAsync(Asking("second", "500m"))).Failure.ShouldBeNull();
        Cluster.Refused(await cluster.TryCreateAsync(Asking("third", "100m"))).Message.ShouldContain("count/pods=1");
    }

    [Fact]
    public async Task A_service_that_grows_has_to_fit_and_a_dry_run_counts_nothing()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.CreateAsync(Quota("ports", ("services.nodeports", "1"), ("services", "2")));
        var service = await cluster.CreateAsync(Objects.Service("web"));
        ServicePort[] two = [new ServicePort { Name = "a", Port = 80 }, new ServicePort { Name = "b", Port = 81 }];
        Cluster.Refused(await cluster.TryReplaceAsync(service with { Spec = service.Spec with { Type = "NodePort", Ports = two } })).Message.ShouldBe(
            "services \"web\" is forbidden: exceeded quota: ports, requested: services.nodeports=2, used: services.nodeports=0, limited: services.nodeports=1");
        (await cluster.TryReplaceAsync(service with { Spec = service.Spec with { Type = "NodePort" } })).Failure.ShouldBeNull();

        var dry = new GrainInterfaces.WriteContext("jane", [], "kubectl", true);
        for (var i = 0; i < 3; i++) (await cluster.TryCreateAsync(Objects.Service("other"), dry)).Failure.ShouldBeNull();
        (await cluster.TryCreateAsync(Objects.Service("other"))).Failure.ShouldBeNull();
        Cluster.Refused(await cluster.TryCreateAsync(Objects.Service("third"), dry)).Message.ShouldContain("requested: services=1, used: services=2, limited: services=2");
    }

    [Fact]
    public async Task Where_one_of_two_quotas_refuses_the_other_counts_nothing_and_what_is_unsaid_is_told_first()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.CreateAsync(Quota("a", ("pods", "1")));
        await cluster.CreateAsync(Quota("b", ("requests.cpu", "1")));
        for (var i = 0; i < 3; i++) Cluster.Refused(await cluster.TryCreateAsync(Asking("large", "2"))).Message.ShouldContain("exceeded quota: b, requested: requests.cpu=2, used: requests.cpu=0, limited: requests.cpu=1");
        (await cluster.TryCreateAsync(Asking("small", "1"))).Failure.ShouldBeNull();
        Cluster.Refused(await cluster.TryCreateAsync(Objects.Pod("silent"))).Message.ShouldContain("failed quota: b: must specify requests.cpu for: main");
    }

    [Fact]
    public async Task A_quota_says_what_is_used_of_a_kind_from_when_the_kind_is_there()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        await cluster.CreateAsync(Quota("few", ("pods", "10"), ("count/widgets.example.com", "3")));
        await cluster.EventuallyAsync(view => Used(view, "few", "pods").IsZero);
        cluster.Find<ResourceQuota>("few")!.Status.Used.Keys.ShouldBe(["pods"]);

        await cluster.CreateAsync(new CustomResourceDefinition
        {
            ApiVersion = "apiextensions.k8s.io/v1", Kind = "CustomResourceDefinition", Metadata = new ObjectMeta { Name = "widgets.example.com" },
            Spec = new()
            {
                Group = "example.com", Scope = ResourceScope.Namespaced, Names = new() { Plural = "widgets", Singular = "widget", Kind = "Widget", ListKind = "WidgetList" },
                Versions = [new() { Name = "v1", Served = true, Storage = true, Schema = new() { OpenAPIV3Schema = new() { Type = "object" } } }],
            },
        });
        await cluster.PassAsync(TimeSpan.FromSeconds(1), view => Used(view, "few", "count/widgets.example.com").IsZero);
    }

    [Fact]
    public async Task A_limit_range_completes_containers_and_refuses_what_is_out_of_bounds()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.CreateAsync(new LimitRange
        {
            ApiVersion = "v1", Kind = "LimitRange", Metadata = new ObjectMeta { Name = "bounds", Namespace = "default" },
            Spec = new LimitRangeSpec
            {
                Limits =
                [
                    new LimitRangeItem
                    {
                        Type = LimitType.Container, Min = Amounts(("cpu", "50m")), Max = Amounts(("cpu", "1")), Default = Amounts(("cpu", "500m")),
                        DefaultRequest = Amounts(("cpu", "100m")), MaxLimitRequestRatio = Amounts(("cpu", "6")),
                    },
                ],
            },
        });

        var given = await cluster.CreateAsync(Objects.Pod("plain"));
        given.Spec.Containers[0].Resources.Requests["cpu"].ToString().ShouldBe("100m");
        given.Spec.Containers[0].Resources.Limits["cpu"].ToString().ShouldBe("500m");
        given.Metadata.Annotations["kubernetes.io/limit-ranger"].ShouldBe("LimitRanger plugin set: cpu request for container main; cpu limit for container main");
        Cluster.Refused(await cluster.TryCreateAsync(Asking("small", "10m"))).Message.ShouldBe(
            "pods \"small\" is forbidden: [minimum cpu usage per Container is 50m, but request is 10m, cpu max limit to request ratio per Container is 6, but provided ratio is 50.000000]");
        Cluster.Refused(await cluster.TryCreateAsync(Asking("large", "2", "2"))).Message.ShouldBe(
            "pods \"large\" is forbidden: maximum cpu usage per Container is 1, but limit is 2");
    }

    private static Quantity Used(Model.Views.IClusterView view, string quota, string name) =>
        view.Find(new ObjectKey(Resources.ResourceQuotas, "default", quota))?.As<ResourceQuota>().Status.Used.TryGetValue(name, out var used) == true
            ? used
            : Quantity.Of(-1);

    private static ResourceQuota Quota(string name, params (string Name, string Amount)[] hard) => new()
    {
        ApiVersion = "v1", Kind = "ResourceQuota", Metadata = new ObjectMeta { Name = name, Namespace = "default" },
        Spec = new ResourceQuotaSpec { Hard = Amounts(hard) },
    };

    private static Pod Asking(string name, string cpu, string? limit = null)
    {
        var pod = Objects.Pod(name);
        var resources = new ResourceRequirements { Requests = Amounts(("cpu", cpu)), Limits = limit is null ? Amounts() : Amounts(("cpu", limit)) };
        return pod with { Spec = pod.Spec with { Containers = [pod.Spec.Containers[0] with { Resources = resources }] } };
    }

    private static Dictionary<string, Quantity> Amounts(params (string Name, string Amount)[] amounts) =>
        amounts.ToDictionary(static a => a.Name, static a => Quantity.Parse(a.Amount));
}
