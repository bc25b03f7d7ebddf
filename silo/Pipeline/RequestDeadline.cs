using Microsoft.AspNetCore.Http;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Validation;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Pipeline;

/// <summary>How long the client wants to wait (<c>?timeout=</c>): what is not done by then is called off, as if the client had gone. Watches and streams have none.</summary>
internal sealed class RequestDeadline : IDisposable
{
    /// <summary>What longer ones are cut to; kube-apiserver's <c>--request-timeout</c>.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(60);

    private readonly HttpContext _http;
    private readonly CancellationToken _departure;
    private readonly CancellationTokenSource _end;

    private RequestDeadline(ApiRequest request, TimeSpan wait)
    {
        (_http, _departure) = (request.Http, request.Http.RequestAborted);
        _end = CancellationTokenSource.CreateLinkedTokenSource(_departure);
        _end.CancelAfter(wait < Most ? wait : Most);
        request.GivenUp = _http.RequestAborted = _end.Token;
    }

    /// <summary>Whether the time is over and the client still there.</summary>
    public bool IsOver => _end.IsCancellationRequested && !_departure.IsCancellationRequested;

    /// <returns>Null where the client names no time, or none that there is.</returns>
    /// <exception cref="StatusException">400: what it names is none.</exception>
    public static RequestDeadline? Of(ApiRequest request)
    {
        if (request.Info.IsLongRunning || request.Query("timeout") is not { Length: > 0 } text) return null;
        if (!GoDuration.TryParse(text, out var wait))
        {
            var problem = text.All(char.IsAsciiDigit) ? "missing unit in duration" : "invalid duration";
            throw Failures.BadRequest($"invalid timeout specified in the request URL - time: {problem} {GoText.Quote(text)}");
        }

        return wait <= TimeSpan.Zero ? null : new(request, wait);
    }

    public void Dispose()
    {
        _http.RequestAborted = _departure;
        _end.Dispose();
    }
}
