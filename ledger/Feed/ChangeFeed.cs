using Orleans.Kube.Model;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Ledger.Feed;

/// <summary>
/// The ring of recent events: one order for all, and within it a channel per resource. Bounded in events and bytes; the oldest leave
/// first, from their resource's channel too. Appending is for one thread at a time.
/// </summary>
internal sealed class ChangeFeed
{
    private readonly Lock _lock = new();
    private readonly Dictionary<GroupResource, FeedChannel> _channels = [];
    private readonly List<FeedChannel> _touched = [];
    private readonly FeedChannel _all;
    private readonly int _maxEvents;
    private readonly long _maxBytes;
    private long _floor;
    private long _published;
    private long _bytes;

    public ChangeFeed(int maxEvents, long maxBytes, long floor)
    {
        (_maxEvents, _maxBytes, _floor, _published) = (maxEvents, maxBytes, floor, floor);
        _all = new(floor);
    }

    /// <summary>The revision up to which every event has been appended.</summary>
    public long Published => Volatile.Read(ref _published);

    /// <exception cref="RevisionExpiredException">Changes after <paramref name="after"/> have left the ring.</exception>
    public ChangeCursor Follow(GroupResource? resource, long after)
    {
        lock (_lock)
        {
            var channel = resource is { } one ? Channel(one) : _all;
            if (after < channel.Floor) throw new RevisionExpiredException(after, channel.Floor);
            return new(this, channel, channel.Seek(after), after);
        }
    }

    /// <summary>Appends the events of a batch in revision order and wakes their readers. The batch ends at <paramref name="revision"/>.</summary>
    public void Append(IReadOnlyList<ObjectChange> changes, long revision)
    {
        lock (_lock)
        {
            foreach (var change in changes) Append(change);
            while (_all.Count > 0 && (_all.Count > _maxEvents || _bytes > _maxBytes)) DropOldest();
            Volatile.Write(ref _published, revision);
            foreach (var channel in _touched) channel.Wake();
            _touched.Clear();
            _all.Wake();
        }
    }

    /// <summary>Continues at a revision that the events so far do not lead to: every reader has to list again.</summary>
    public void Restart(long floor)
    {
        lock (_lock)
        {
            _all.Restart(floor);
            foreach (var channel in _channels.Values) channel.Restart(floor);
            (_floor, _bytes) = (floor, 0);
            Volatile.Write(ref _published, floor);
            _all.Wake();
            foreach (var channel in _channels.Values) channel.Wake();
        }
    }

    private static long Weight(ObjectChange change) => change.Object.Json.Length + (change.Previous?.Json.Length ?? 0);

    private void Append(ObjectChange change)
    {
        var channel = Channel(change.Key.Resource);
        if (_touched.Count == 0 || !_touched.Contains(channel)) _touched.Add(channel);
        channel.Append(new(change));
        _all.Append(new(change));
        _bytes += Weight(change);
    }

    private void DropOldest()
    {
        var change = _all.Oldest.Change!;
        _channels[change.Key.Resource].DropOldest();
        _all.DropOldest();
        _bytes -= Weight(change);
    }

    private FeedChannel Channel(GroupResource resource)
    {
        if (_channels.TryGetValue(resource, out var channel)) return channel;
        return _channels[resource] = new(_floor);
    }
}
