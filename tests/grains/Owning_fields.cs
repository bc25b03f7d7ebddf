using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Patch;

namespace Orleans.Kube.Grains.Tests;

public sealed class Owning_fields
{
    private static readonly WriteContext Applier = new("jane", [], "applier", false);

    [Fact]
    public async Task Writers_own_what_they_change()
    {
        await using var cluster = await Cluster.StartAsync();
        var map = await cluster.CreateAsync(Objects.ConfigMap("settings"));
        map.Metadata.ManagedFields.ShouldHaveSingleItem().Manager.ShouldBe("kubectl");
        var context = new WriteContext("joe", [], "editor", false);
        var edited = Cluster.Accepted<ConfigMap>(await cluster.TryPatchAsync(map, "{\"data\":{\"more\":\"1\"}}", context: context));
        edited.Metadata.ManagedFields.Select(static entry => entry.Manager).ShouldBe(["kubectl", "editor"], ignoreOrder: true);
    }

    [Fact]
    public async Task What_admission_adds_and_the_status_of_a_new_object_are_nobodys()
    {
        await using var cluster = await Cluster.StartAsync();
        var pod = await cluster.CreateAsync(Objects.Pod("web"));
        (pod.Spec.Priority, pod.Spec.ServiceAccountName).ShouldBe((0, "default"));
        var owned = pod.Metadata.ManagedFields.ShouldHaveSingleItem().FieldsV1.ToString()!;
        owned.ShouldContain("\"f:dnsPolicy\"");
        foreach (var field in (string[])["f:priority", "f:serviceAccountName", "f:tolerations", "f:status"]) owned.ShouldNotContain($"\"{field}\"");

        var node = Objects.Node("node-1");
        node = await cluster.CreateAsync(node with { Metadata = node.Metadata with { Labels = Objects.Map(("a", "1")) }, Status = new NodeStatus { Capacity = new Dictionary<string, Quantity> { ["memory"] = Quantity.Parse("1Gi") } } });
        node.Status.Capacity["memory"].ToString().ShouldBe("1Gi");
        node.Metadata.ManagedFields.ShouldHaveSingleItem().FieldsV1.ToString()!.ShouldNotContain("f:status");
    }

    [Fact]
    public async Task An_apply_creates_changes_and_takes_back_what_it_no_longer_names()
    {
        await using var cluster = await Cluster.StartAsync();
        var map = Objects.ConfigMap("settings");
        var reply = await cluster.TryPatchAsync(map, Body("\"a\":\"1\",\"b\":\"1\""), PatchKind.Apply, context: Applier);
        reply.Created.ShouldBeTrue();
        var first = Cluster.Accepted<ConfigMap>(reply);
        first.Metadata.ManagedFields.ShouldHaveSingleItem().Operation.ShouldBe("Apply");
        var again = Cluster.Accepted<ConfigMap>(await cluster.TryPatchAsync(map, Body("\"a\":\"1\",\"b\":\"1\""), PatchKind.Apply, context: Applier));
        again.Metadata.ResourceVersion.ShouldBe(first.Metadata.ResourceVersion);
        var changed = Cluster.Accepted<ConfigMap>(await cluster.TryPatchAsync(map, Body("\"a\":\"2\""), PatchKind.Apply, context: Applier));
        changed.Data.ShouldBe(Objects.Map(("a", "2")));
    }

    [Fact]
    public async Task An_apply_conflicts_with_another_owner_unless_it_is_forced()
    {
        await using var cluster = await Cluster.StartAsync();
        var map = await cluster.CreateAsync(Objects.ConfigMap("settings"));
        var status = Cluster.Refused(await cluster.TryPatchAsync(map, Body("\"key\":\"2\""), PatchKind.Apply, context: Applier));
        status.Code.ShouldBe(409);
        status.Details.ShouldNotBeNull().Causes.ShouldHaveSingleItem().Reason.ShouldBe("FieldManagerConflict");
        (await cluster.TryPatchAsync(map, Body("\"key\":\"2\""), PatchKind.Apply, context: Applier, force: true)).Failure.ShouldBeNull();
        cluster.Find<ConfigMap>("settings")!.Data["key"].ShouldBe("2");
    }

    [Fact]
    public async Task Applying_a_deployment_twice_changes_nothing()
    {
        await using var cluster = await Cluster.StartAsync();
        const string Web = """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"default"},
             "spec":{"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},
             "spec":{"containers":[{"name":"main","image":"busybox"}]}}}}
            """;
        var target = Objects.Deployment("web");
        var first = Cluster.Accepted<Deployment>(await cluster.TryPatchAsync(target, Web, PatchKind.Apply, context: Applier));
        var second = Cluster.Accepted<Deployment>(await cluster.TryPatchAsync(target, Web, PatchKind.Apply, context: Applier));
        second.Metadata.ResourceVersion.ShouldBe(first.Metadata.ResourceVersion);
    }

    [Fact]
    public async Task Applying_what_the_server_decides_besides_changes_nothing_the_second_time()
    {
        await using var cluster = await Cluster.StartAsync();
        const string Web = """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"default"},
             "spec":{"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"main","image":"busybox"}]}}},
             "status":{"replicas":7}}
            """;
        var target = Objects.Deployment("web");
        var first = Cluster.Accepted<Deployment>(await cluster.TryPatchAsync(target, Web, PatchKind.Apply, context: Applier));
        cluster.Time.Advance(TimeSpan.FromSeconds(5));
        var second = Cluster.Accepted<Deployment>(await cluster.TryPatchAsync(target, Web, PatchKind.Apply, context: Applier));
        second.Metadata.ResourceVersion.ShouldBe(first.Metadata.ResourceVersion);
        second.Status.Replicas.ShouldBe(0);
    }

    [Fact]
    public async Task Replicas_applied_through_the_scale_conflict_with_their_owner_and_change_hands_when_forced()
    {
        await using var cluster = await Cluster.StartAsync();
        var web = await cluster.CreateAsync(Objects.Deployment("web"));
        var status = Cluster.Refused(await cluster.TryPatchAsync(web, Scale(2), PatchKind.Apply, "scale", Applier));
        (status.Code, status.Message).ShouldBe((409, "Apply failed with 1 conflict: conflict with \"kubectl\" using autoscaling/v1: .spec.replicas"));
        cluster.Find<Deployment>("web")!.Spec.Replicas.ShouldBe(1);

        (await cluster.TryPatchAsync(web, Scale(2), PatchKind.Apply, "scale", Applier, force: true)).Failure.ShouldBeNull();
        var scaled = cluster.Find<Deployment>("web")!;
        scaled.Spec.Replicas.ShouldBe(2);
        scaled.Metadata.ManagedFields.Single(static e => e.Subresource == "scale").ShouldSatisfyAllConditions(
            static e => (e.Manager, e.Operation, e.ApiVersion, e.Time).ShouldBe(("applier", "Apply", "apps/v1", null)),
            static e => e.FieldsV1.ToString().ShouldBe("""{"f:spec":{"f:replicas":{}}}"""));
        scaled.Metadata.ManagedFields.Single(static e => e.Manager == "kubectl").FieldsV1.ToString()!.ShouldNotContain("f:replicas");

        var replace = Cluster.Refused(await cluster.TryPatchAsync(web, """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":3}}""", PatchKind.Apply, context: Applier with { FieldManager = "other" }));
        replace.Message.ShouldBe("Apply failed with 1 conflict: conflict with \"applier\" with subresource \"scale\": .spec.replicas");
        Cluster.Refused(await cluster.TryPatchAsync(web, Scale(-1), PatchKind.Apply, "scale", Applier)).Message
            .ShouldBe("Scale.autoscaling \"web\" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0");

        static string Scale(int replicas) => $$$"""{"apiVersion":"autoscaling/v1","kind":"Scale","metadata":{"name":"web","namespace":"default"},"spec":{"replicas":{{{replicas}}}}}""";
    }

    private static string Body(string data) =>
        """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings","namespace":"default"},"data":{""" + data + "}}";
}
