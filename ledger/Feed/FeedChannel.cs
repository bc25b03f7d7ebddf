namespace Orleans.Kube.Ledger.Feed;

/// <summary>
/// The events of one resource (or of all) that are still in the ring, oldest first. Appending, dropping and seeking happen under the
/// feed's lock; reading follows the links.
/// </summary>
internal sealed class FeedChannel(long floor)
{
    private FeedLink[] _links = new FeedLink[16];
    private int _first;
    private int _count;
    private FeedLink _base = new(null);

    /// <summary>Events up to this revision are no longer here.</summary>
    public long Floor { get; private set; } = floor;

    /// <summary>Guards <see cref="Waiting"/> and the waits of the cursors on it.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The cursors that wait for the next event here.</summary>
    public LinkedList<ChangeCursor> Waiting { get; } = [];

    public int Count => _count;

    public FeedLink Oldest => _links[_first];

    public FeedLink Last => _count == 0 ? _base : At(_count - 1);

    public void Append(FeedLink link)
    {
        if (_count == _links.Length) Grow();
        var last = Last;
        _links[(_first + _count++) & (_links.Length - 1)] = link;
        last.Next = link;
    }

    /// <summary>Drops the oldest event. The link before it is cut off; the dropped one becomes the place before the new oldest.</summary>
    public void DropOldest()
    {
        _base.Next = FeedLink.Cut;
        _base = _links[_first];
        _links[_first] = null!;
        _first = (_first + 1) & (_links.Length - 1);
        _count--;
        Floor = _base.Change!.Revision;
    }

    /// <summary>Forgets everything: whoever reads here has missed changes.</summary>
    public void Restart(long floor)
    {
        var last = Last;
        while (_count > 0) DropOldest();
        last.Next = FeedLink.Cut;
        _base = new(null);
        Floor = floor;
    }

    /// <summary>The link before the first event later than <paramref name="revision"/>, which is not below <see cref="Floor"/>.</summary>
    public FeedLink Seek(long revision)
    {
        int low = 0, high = _count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (At(middle).Change!.Revision <= revision) low = middle + 1;
            else high = middle;
        }

        return low == 0 ? _base : At(low - 1);
    }

    /// <summary>Wakes all who wait here.</summary>
    public void Wake()
    {
        lock (Gate)
            while (Waiting.First is { } cursor) cursor.Value.Wake();
    }

    private FeedLink At(int index) => _links[(_first + index) & (_links.Length - 1)];

    private void Grow()
    {
        var links = new FeedLink[_links.Length * 2];
        for (var index = 0; index < _count; index++) links[index] = At(index);
        (_links, _first) = (links, 0);
    }
}
