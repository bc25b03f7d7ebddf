using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains.Tests;

public sealed class Deleting_objects
{
    [Fact]
    public async Task An_object_that_nothing_holds_goes_at_once()
    {
        await using var cluster = await Cluster.StartAsync();
        var map = await cluster.CreateAsync(Objects.ConfigMap("settings"));
        var reply = await cluster.DeleteAsync(map);
        reply.Removed.ShouldBeTrue();
        cluster.Find<ConfigMap>("settings").ShouldBeNull();
        Cluster.Refused(await cluster.DeleteAsync(map)).Message.ShouldBe("configmaps \"settings\" not found");
        (await cluster.CreateAsync(Objects.ConfigMap("settings"))).Metadata.Uid.ShouldNotBe(map.Metadata.Uid);
    }

    [Fact]
    public async Task Preconditions_bind_a_deletion_to_one_object_and_revision()
    {
        await using var cluster = await Cluster.StartAsync();
        var map = await cluster.CreateAsync(Objects.ConfigMap("settings"));
        Cluster.Refused(await cluster.DeleteAsync(map, new DeleteOptions { Preconditions = new Preconditions { Uid = "other" } })).Message.ShouldBe(
            $"Operation cannot be fulfilled on ConfigMap \"settings\": the UID in the precondition (other) does not match the UID in record ({map.Metadata.Uid}). The object might have been deleted and then recreated");
        Cluster.Refused(await cluster.DeleteAsync(map, new DeleteOptions { Preconditions = new Preconditions { ResourceVersion = "1" } })).Code.ShouldBe(409);
        (await cluster.DeleteAsync(map, new DeleteOptions { Preconditions = new Preconditions { Uid = map.Metadata.Uid } })).Removed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_finalizer_keeps_an_object_until_it_is_removed()
    {
        await using var cluster = await Cluster.StartAsync();
        var map = await cluster.CreateAsync(Objects.ConfigMap("settings") with
        {
            Metadata = new ObjectMeta { Name = "settings", Namespace = "default", Finalizers = ["example.com/hold"] },
        });
        var deleting = Cluster.Accepted<ConfigMap>(await cluster.DeleteAsync(map));
        deleting.Metadata.DeletionTimestamp.ShouldBe(cluster.Time.GetUtcNow());
        Cluster.Refused(await cluster.TryCreateAsync(Objects.ConfigMap("settings"))).Message
            .ShouldBe("object is being deleted: configmaps \"settings\" already exists");
        Cluster.Refused(await cluster.TryPatchAsync(map, "{\"metadata\":{\"finalizers\":[\"example.com/hold\",\"example.com/more\"]}}")).Code.ShouldBe(422);
        (await cluster.TryPatchAsync(map, "{\"metadata\":{\"finalizers\":null}}")).Removed.ShouldBeTrue();
        cluster.Find<ConfigMap>("settings").ShouldBeNull();
    }

    [Fact]
    public async Task A_pod_without_a_node_goes_at_once()
    {
        await using var cluster = await Cluster.StartAsync();
        var pod = await cluster.CreateAsync(Objects.Pod("web"));
        (await cluster.DeleteAsync(pod)).Removed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_running_pod_gets_its_time_which_can_be_shortened_but_not_prolonged()
    {
        await using var cluster = await Cluster.StartAsync();
        var pod = await cluster.CreateAsync(Objects.Pod("web"));
        await cluster.BindAsync(pod, "node-1");
        var now = cluster.Time.GetUtcNow();

        var first = Cluster.Accepted<Pod>(await cluster.DeleteAsync(pod));
        (first.Metadata.DeletionTimestamp, first.Metadata.DeletionGracePeriodSeconds).ShouldBe((now.AddSeconds(30), 30));
        var longer = Cluster.Accepted<Pod>(await cluster.DeleteAsync(pod, new DeleteOptions { GracePeriodSeconds = 60 }));
        longer.Metadata.ResourceVersion.ShouldBe(first.Metadata.ResourceVersion);
        var shorter = Cluster.Accepted<Pod>(await cluster.DeleteAsync(pod, new DeleteOptions { GracePeriodSeconds = 5 }));
        (shorter.Metadata.DeletionTimestamp, shorter.Metadata.DeletionGracePeriodSeconds).ShouldBe((now.AddSeconds(5), 5));
        (await cluster.DeleteAsync(pod, new DeleteOptions { GracePeriodSeconds = 0 })).Removed.ShouldBeTrue();
    }

    [Fact]
    public async Task The_namespaces_that_the_cluster_lives_in_stay()
    {
        await using var cluster = await Cluster.StartAsync();
        Cluster.Refused(await cluster.DeleteAsync(Objects.Namespace("default"))).Message
            .ShouldBe("namespaces \"default\" is forbidden: this namespace may not be deleted");
    }
}
