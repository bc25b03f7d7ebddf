using System.Text.Json;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Ownership;

namespace Orleans.Kube.Model.Tests.Ownership;

public class FieldTrackingTests
{
    private static readonly DateTimeOffset Noon = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly FieldWriter Alice = new("alice", "v1");
    private static readonly FieldWriter Bob = new("bob", "v1");

    [Fact]
    public void A_create_owns_everything_it_set_but_identity()
    {
        var created = Created(Pod(("app", "web")));
        var entry = created.Metadata.ManagedFields.ShouldHaveSingleItem();
        (entry.Manager, entry.Operation, entry.ApiVersion, entry.Time, entry.Subresource).ShouldBe(("alice", "Update", "v1", Noon, ""));
        entry.FieldsV1!.Value.GetRawText().ShouldBe(
            """{"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"c\"}":{".":{},"f:image":{},"f:name":{},"f:resources":{}}}}}""");
    }

    [Fact]
    public void A_write_without_a_change_leaves_managedFields_alone()
    {
        var created = Created(Pod(("app", "web")));
        FieldTracking.Track(created, created with { }, Bob, Noon.AddHours(1)).Metadata.ManagedFields.ShouldBeSameAs(created.Metadata.ManagedFields);
        var decoded = (Pod)BodyReader.Read(typeof(Pod), ObjectJson.Write(created), FieldValidation.Strict).Object;
        Json(FieldTracking.Track(created, decoded, Bob, Noon.AddHours(1))).ShouldBe(Json(created));
    }

    [Fact]
    public void Who_changes_a_field_takes_it()
    {
        var created = Created(Pod(("app", "web"), ("tier", "front")));
        var changed = FieldTracking.Track(created, WithLabels(created, ("app", "api"), ("tier", "front")), Bob, Noon.AddHours(1));
        Owned(changed, "bob").ShouldBe([".metadata.labels.app"]);
        Owned(changed, "alice").ShouldNotContain(".metadata.labels.app");
        Owned(changed, "alice").ShouldContain(".metadata.labels.tier");
        changed.Metadata.ManagedFields[1].Time.ShouldBe(Noon.AddHours(1));
    }

    [Fact]
    public void What_is_gone_has_no_owner()
    {
        var created = Created(Pod(("app", "web")));
        var changed = FieldTracking.Track(created, WithLabels(created), Bob, Noon);
        changed.Metadata.ManagedFields.ShouldHaveSingleItem().Manager.ShouldBe("alice");
        Owned(changed, "alice").ShouldNotContain(".metadata.labels");
    }

    [Fact]
    public void What_a_writer_removes_of_its_own_while_it_changes_more_has_no_owner()
    {
        var created = Created(Pod(("app", "web"), ("tier", "front")));
        var changed = FieldTracking.Track(created, WithLabels(created, ("app", "api")), Alice, Noon.AddHours(1));
        Owned(changed, "alice").ShouldContain(".metadata.labels.app");
        Owned(changed, "alice").ShouldNotContain(".metadata.labels.tier");
    }

    [Fact]
    public void An_object_that_was_rid_of_managedFields_has_none_until_it_is_applied()
    {
        var bare = WithLabels(Pod(("app", "web")));
        FieldTracking.Track(bare, WithLabels(bare, ("app", "api")), Bob, Noon).Metadata.ManagedFields.ShouldBeEmpty();
    }

    [Fact]
    public void A_write_without_managedFields_does_not_lose_them()
    {
        var created = Created(Pod(("app", "web")));
        var bare = created with { Metadata = created.Metadata with { ManagedFields = [] } };
        Json(FieldTracking.Track(created, bare, Bob, Noon)).ShouldBe(Json(created));
    }

    [Fact]
    public void An_empty_entry_resets_managedFields()
    {
        var created = Created(Pod(("app", "web")));
        var reset = created with { Metadata = created.Metadata with { ManagedFields = [new()] } };
        FieldTracking.Track(created, reset, Bob, Noon).Metadata.ManagedFields.ShouldBeEmpty();
    }

    [Fact]
    public void A_status_write_has_an_entry_of_its_own_that_only_moves_its_time()
    {
        var kubelet = new FieldWriter("kubelet", "v1", "status");
        var created = Created(Pod());
        var running = FieldTracking.Track(created, created with { Status = new PodStatus { Phase = "Running", PodIP = "10.0.0.1" } }, kubelet, Noon);
        running.Metadata.ManagedFields.Select(static e => (e.Manager, e.Subresource)).ShouldBe([("alice", ""), ("kubelet", "status")]);
        var moved = FieldTracking.Track(running, running with { Status = running.Status with { PodIP = "10.0.0.2" } }, kubelet, Noon.AddHours(1));
        moved.Metadata.ManagedFields[1].FieldsV1!.Value.GetRawText().ShouldBe(running.Metadata.ManagedFields[1].FieldsV1!.Value.GetRawText());
        moved.Metadata.ManagedFields[1].Time.ShouldBe(Noon.AddHours(1));
    }

    [Fact]
    public void The_oldest_of_more_than_ten_updaters_are_merged()
    {
        KubeObject value = Created(Pod());
        for (var i = 0; i < 12; i++)
        {
            var labels = value.Metadata.Labels.Append(KeyValuePair.Create($"l{i}", "x")).ToDictionary();
            var next = value with { Metadata = value.Metadata with { Labels = labels } };
            value = FieldTracking.Track(value, next, new FieldWriter($"m{i:00}", "v1"), Noon.AddMinutes(i + 1));
        }

        value.Metadata.ManagedFields.Count.ShouldBe(10);
        value.Metadata.ManagedFields.Select(static e => e.Manager).ShouldBe(
            ["ancient-changes", "m03", "m04", "m05", "m06", "m07", "m08", "m09", "m10", "m11"]);
        Owned(value, "ancient-changes").ShouldContain(".metadata.labels.l0");
    }

    [Fact]
    public void Lists_that_differ_in_time_alone_are_the_same()
    {
        var entry = Created(Pod(("app", "web"))).Metadata.ManagedFields[0];
        FieldTracking.DifferInTime([entry], [entry with { Time = null }]).ShouldBeTrue();
        FieldTracking.DifferInTime([entry], [entry with { Manager = "b" }]).ShouldBeFalse();
        FieldTracking.DifferInTime([entry], []).ShouldBeFalse();
    }

    [Fact]
    public void Tracking_a_status_update_is_cheap()
    {
        var kubelet = new FieldWriter("kubelet", "v1", "status");
        KubeObject old = Created(Pod(("app", "web")));
        old = FieldTracking.Track(old, ((Pod)old) with { Status = new PodStatus { Phase = "Pending", PodIP = "1" } }, kubelet, Noon);
        var value = ((Pod)old) with { Status = new PodStatus { Phase = "Running", PodIP = "1" } };
        for (var i = 0; i < 100; i++) FieldTracking.Track(old, value, kubelet, Noon);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) FieldTracking.Track(old, value, kubelet, Noon);
        ((GC.GetAllocatedBytesForCurrentThread() - before) / 100).ShouldBeLessThan(16_000);
    }

    private static Pod Created(Pod pod) => FieldTracking.Track(null, pod, Alice, Noon);

    private static Pod Pod(params (string Key, string Value)[] labels) => WithLabels(
        new Pod { ApiVersion = "v1", Kind = "Pod", Metadata = new ObjectMeta { Name = "p", Namespace = "n", Uid = "u" }, Spec = new PodSpec { Containers = [new Container { Name = "c", Image = "i" }] } },
        labels);

    private static Pod WithLabels(Pod pod, params (string Key, string Value)[] labels) => pod with
    {
        Metadata = pod.Metadata with { Labels = labels.ToDictionary(static l => l.Key, static l => l.Value) },
    };

    private static IEnumerable<string> Owned(KubeObject value, string manager) =>
        FieldSet.Parse(value.Metadata.ManagedFields.Single(e => e.Manager == manager).FieldsV1!.Value).Paths();

    private static string Json(KubeObject value) => System.Text.Encoding.UTF8.GetString(ObjectJson.Write(value));
}
