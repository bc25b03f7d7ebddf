namespace Orleans.Kube.Engine;

/// <summary>Some of the calls that wait for an answer, in order of departure. Linked through the calls themselves.</summary>
internal sealed class DepartureLane
{
    private readonly Lock _lock = new();
    private Request? _oldest;
    private Request? _newest;

    public void Add(Request request, int now)
    {
        lock (_lock)
        {
            request.Lane = this;
            request.DepartedAt = now;
            request.Earlier = _newest;
            _ = _newest is null ? _oldest = request : _newest.Later = request;
            _newest = request;
        }
    }

    /// <summary>Forgets a call, if it is still here.</summary>
    public void Remove(Request request)
    {
        lock (_lock)
        {
            if (request.Lane is not null)
            {
                Unlink(request);
            }
        }
    }

    /// <summary>The oldest call if it departed before that tick; it is forgotten.</summary>
    public Request? TakeBefore(int tick)
    {
        lock (_lock)
        {
            if (_oldest is not { } oldest || oldest.DepartedAt >= tick)
            {
                return null;
            }

            Unlink(oldest);
            return oldest;
        }
    }

    private void Unlink(Request request)
    {
        _ = request.Earlier is null ? _oldest = request.Later : request.Earlier.Later = request.Later;
        _ = request.Later is null ? _newest = request.Earlier : request.Later.Earlier = request.Earlier;
        request.Lane = null;
        request.Earlier = request.Later = null;
    }
}
