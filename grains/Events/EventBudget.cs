namespace Orleans.Kube.Grains;

/// <summary>A token bucket: so many at once, then one each refill span.</summary>
internal struct EventBudget(int burst, DateTimeOffset now)
{
    private double _tokens = burst;
    private DateTimeOffset _at = now;

    public bool TryTake(DateTimeOffset now, EventOptions options)
    {
        _tokens = Math.Min(options.Burst, _tokens + ((now - _at) / options.Refill));
        _at = now;
        if (_tokens < 1) return false;
        _tokens--;
        return true;
    }
}
