using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;

namespace Orleans.Kube.Grains.Tests;

public sealed class Writing_objects
{
    [Fact]
    public async Task A_created_object_gets_a_uid_a_time_and_a_revision()
    {
        await using var cluster = await Cluster.StartAsync();
        var created = await cluster.CreateAsync(Objects.ConfigMap("settings"));
        created.Metadata.Uid.Length.ShouldBe(36);
        created.Metadata.CreationTimestamp.ShouldBe(cluster.Time.GetUtcNow());
        long.Parse(created.Metadata.ResourceVersion).ShouldBe(cluster.Ledger.Current.Revision);
    }

    [Fact]
    public async Task A_second_object_of_the_same_name_is_refused()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.CreateAsync(Objects.ConfigMap("settings"));
        var status = Cluster.Refused(await cluster.TryCreateAsync(Objects.ConfigMap("settings")));
        status.Code.ShouldBe(409);
        status.Message.ShouldBe("configmaps \"settings\" already exists");
    }

    [Fact]
    public async Task Nothing_is_created_in_a_namespace_that_is_not_there()
    {
        await using var cluster = await Cluster.StartAsync();
        var status = Cluster.Refused(await cluster.TryCreateAsync(Objects.ConfigMap("settings", @namespace: "nowhere")));
        (status.Code, status.Message).ShouldBe((404, "namespaces \"nowhere\" not found"));
    }

    [Fact]
    public async Task Nothing_is_created_in_a_namespace_that_goes()
    {
        await using var cluster = await Cluster.StartAsync();
        var space = await cluster.CreateAsync(Objects.Namespace("old"));
        Cluster.Accepted<Namespace>(await cluster.DeleteAsync(space)).Status.Phase.ShouldBe("Terminating");
        var status = Cluster.Refused(await cluster.TryCreateAsync(Objects.ConfigMap("settings", @namespace: "old")));
        status.Code.ShouldBe(403);
        status.Message.ShouldBe("configmaps \"settings\" is forbidden: unable to create new content in namespace old because it is being terminated");
        status.Details.ShouldNotBeNull().Causes.ShouldHaveSingleItem().Reason.ShouldBe("NamespaceTerminating");
    }

    [Fact]
    public async Task A_replace_of_an_old_revision_conflicts_and_one_without_a_revision_does_not()
    {
        await using var cluster = await Cluster.StartAsync();
        var first = await cluster.CreateAsync(Objects.ConfigMap("settings"));
        await cluster.ReplaceAsync(Objects.ConfigMap("settings", "2"));
        var status = Cluster.Refused(await cluster.TryReplaceAsync(first with { Data = Objects.Map(("key", "3")) }));
        status.Code.ShouldBe(409);
        status.Message.ShouldBe(
            "Operation cannot be fulfilled on configmaps \"settings\": the object has been modified; please apply your changes to the latest version and try again");
    }

    [Fact]
    public async Task A_write_that_changes_nothing_uses_no_revision()
    {
        await using var cluster = await Cluster.StartAsync();
        var first = await cluster.CreateAsync(Objects.ConfigMap("settings"));
        var again = await cluster.ReplaceAsync(Objects.ConfigMap("settings"));
        again.Metadata.ResourceVersion.ShouldBe(first.Metadata.ResourceVersion);
        (await cluster.PatchAsync(first, "{\"data\":{\"key\":\"1\"}}")).Metadata.ResourceVersion.ShouldBe(first.Metadata.ResourceVersion);
    }

    [Fact]
    public async Task A_dry_run_answers_and_stores_nothing()
    {
        await using var cluster = await Cluster.StartAsync();
        var context = new WriteContext("jane", [], "kubectl", DryRun: true);
        Cluster.Accepted<ConfigMap>(await cluster.TryCreateAsync(Objects.ConfigMap("settings"), context)).Metadata.Uid.ShouldNotBeEmpty();
        cluster.Find<ConfigMap>("settings").ShouldBeNull();
        var stored = await cluster.CreateAsync(Objects.ConfigMap("settings"));
        Cluster.Accepted<ConfigMap>(await cluster.TryReplaceAsync(Objects.ConfigMap("settings", "2"), "", context)).Data["key"].ShouldBe("2");
        (await cluster.DeleteAsync(stored, null, context)).Removed.ShouldBeTrue();
        cluster.Find<ConfigMap>("settings").ShouldNotBeNull().Data["key"].ShouldBe("1");
    }

    [Fact]
    public async Task Patches_without_a_revision_never_conflict()
    {
        await using var cluster = await Cluster.StartAsync();
        var map = await cluster.CreateAsync(Objects.ConfigMap("settings"));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => cluster.PatchAsync(map, $"{{\"data\":{{\"k{i}\":\"v\"}}}}")));
        cluster.Find<ConfigMap>("settings").ShouldNotBeNull().Data.Count.ShouldBe(51);
    }

    [Fact]
    public async Task The_identity_of_an_object_cannot_be_changed()
    {
        await using var cluster = await Cluster.StartAsync();
        var map = await cluster.CreateAsync(Objects.ConfigMap("settings"));
        Cluster.Refused(await cluster.TryPatchAsync(map, "{\"metadata\":{\"uid\":\"other\"}}")).Message.ShouldBe(
            "ConfigMap \"settings\" is invalid: metadata.uid: Invalid value: \"other\": field is immutable");
        Cluster.Refused(await cluster.TryPatchAsync(map, "{\"metadata\":{\"uid\":\"other\"}}")).SaysGone().ShouldBeTrue("who patches another object than it meant learns that this is gone");
        var patched = await cluster.PatchAsync(map, "{\"metadata\":{\"creationTimestamp\":\"2001-01-01T00:00:00Z\"}}");
        patched.Metadata.CreationTimestamp.ShouldBe(map.Metadata.CreationTimestamp, "as by Kubernetes, which puts it back without a word");
    }

    [Fact]
    public async Task The_spec_and_the_status_are_written_apart_and_only_the_spec_counts_as_a_generation()
    {
        await using var cluster = await Cluster.StartAsync();
        var created = await cluster.CreateAsync(Objects.Deployment("web"));
        created.Metadata.Generation.ShouldBe(1);
        var status = await cluster.PatchAsync(created, "{\"spec\":{\"replicas\":7},\"status\":{\"replicas\":3}}", PatchKind.Merge, "status");
        (status.Spec.Replicas, status.Status.Replicas, status.Metadata.Generation).ShouldBe((1, 3, 1));
        var spec = await cluster.PatchAsync(created, "{\"spec\":{\"replicas\":7},\"status\":{\"replicas\":9}}");
        (spec.Spec.Replicas, spec.Status.Replicas, spec.Metadata.Generation).ShouldBe((7, 3, 2));
        var labelled = await cluster.PatchAsync(created, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
        labelled.Metadata.Generation.ShouldBe(2);
        var scaled = await cluster.PatchAsync(created, "{\"spec\":{\"replicas\":2}}", PatchKind.Merge, "scale");
        (scaled.Spec.Replicas, scaled.Metadata.Generation).ShouldBe((2, 3));
    }

    [Fact]
    public async Task An_invalid_object_is_refused_with_its_causes()
    {
        await using var cluster = await Cluster.StartAsync();
        var status = Cluster.Refused(await cluster.TryCreateAsync(Objects.Pod("web") with { Spec = new PodSpec() }));
        status.Code.ShouldBe(422);
        status.Details.ShouldNotBeNull().Causes.ShouldContain(cause => cause.Field == "spec.containers" && cause.Reason == CauseType.FieldValueRequired);
    }

    [Fact]
    public async Task Writers_that_race_outside_of_the_grain_are_noticed_and_the_turn_is_played_again()
    {
        await using var cluster = await Cluster.StartAsync();
        var map = await cluster.CreateAsync(Objects.ConfigMap("settings"));
        await cluster.WriteBehindTheGrainAsync(map with { Data = Objects.Map(("other", "1")) });
        var patched = await cluster.PatchAsync(map, "{\"data\":{\"key\":\"2\"}}");
        patched.Data.ShouldBe(Objects.Map(("other", "1"), ("key", "2")), ignoreOrder: true);
        await cluster.WriteBehindTheGrainAsync(patched with { Data = Objects.Map(("other", "2")) });
        Cluster.Refused(await cluster.TryReplaceAsync(patched with { Data = Objects.Map(("key", "3")) })).Code.ShouldBe(409);
    }
}
