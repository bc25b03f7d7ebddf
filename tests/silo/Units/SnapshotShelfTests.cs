using Orleans.Kube.Model;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Lists;
using Orleans.Kube.Testing;

namespace Orleans.Kube.Tests.Silo;

public sealed class SnapshotShelfTests
{
    private readonly FakeTime _time = new();
    private readonly SnapshotShelf _shelf;

    public SnapshotShelfTests() => _shelf = new SnapshotShelf(_time);

    [Fact]
    public void A_snapshot_runs_out_however_often_it_is_used()
    {
        for (var minute = 0; minute < 5; minute++)
        {
            _shelf.Keep(new Snapshot(7));
            _shelf.Take(7).ShouldNotBeNull();
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        _shelf.Take(7).ShouldBeNull();
    }

    [Fact]
    public void The_oldest_snapshot_makes_room()
    {
        for (var revision = 1; revision <= 65; revision++) _shelf.Keep(new Snapshot(revision));

        (_shelf.Take(1) is null, _shelf.Take(2)?.Revision, _shelf.Take(65)?.Revision).ShouldBe((true, 2, 65));
    }

    private sealed class Snapshot(long revision) : IClusterView
    {
        public long Revision => revision;

        public IEnumerable<GroupResource> Resources => [];

        public ApiObject? Find(ObjectKey key) => null;

        public IEnumerable<ApiObject> List(GroupResource resource, string? @namespace = null, string? after = null) => [];

        public int Count(GroupResource resource, string? @namespace = null) => 0;

        public IEnumerable<ApiObject> ControlledBy(GroupResource resource, string ownerUid) => [];

        public IEnumerable<ApiObject> Dependents(string ownerUid) => [];

        public IEnumerable<ApiObject> Uncontrolled(GroupResource resource, string @namespace) => [];
    }
}
