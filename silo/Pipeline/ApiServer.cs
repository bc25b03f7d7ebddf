using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Ledger;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Metrics;
using Orleans.Kube.Silo.Peers;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Pipeline;

/// <summary>
/// The path of every request: what is asked for, who asks, as whom, is there room, may they, who answers. Whatever goes wrong on it ends as a
/// Status.
/// </summary>
public sealed partial class ApiServer(RequestGate gate, RequestRouter router, PeerProxy peers, RequestMetrics metrics, ILogger<ApiServer> log)
{
    public async Task HandleAsync(HttpContext http)
    {
        var started = Stopwatch.GetTimestamp();
        CommonHeaders.Write(http);
        var request = new ApiRequest(http, RequestInfoParser.Parse(http.Request));
        try
        {
            using var deadline = RequestDeadline.Of(request);
            try
            {
                await gate.EnterAsync(request);
                await AnswerAsync(request);
            }
            catch (OperationCanceledException) when (deadline is { IsOver: true })
            {
                if (http.Response.HasStarted) http.Abort();
                else throw Failures.Timeout("Timeout: request did not complete within the allotted timeout", 0);
            }
        }
        catch (StatusException refusal) when (!http.Response.HasStarted)
        {
            await Answer.WriteFailureAsync(http, refusal.Status);
        }
        catch (Exception failure) when (IsDeparture(failure, http))
        {
            http.Abort();
        }
        catch (LedgerUnavailableException failure) when (!http.Response.HasStarted)
        {
            await Answer.WriteFailureAsync(http, Failures.ServiceUnavailable(failure.Message).Status);
        }
        catch (BadHttpRequestException failure) when (!http.Response.HasStarted)
        {
            await Answer.WriteFailureAsync(http, Failures.BadRequest(failure.Message).Status);
        }
        catch (Exception failure)
        {
            RequestFailed(log, failure, http.Request.Method, request.Info.Path);
            if (http.Response.HasStarted) http.Abort();
            else await Answer.WriteFailureAsync(http, Failures.Internal(failure.Message).Status);
        }
        finally
        {
            request.LeaveSeats();
            metrics.Record(request.Info, http.Response.StatusCode, Stopwatch.GetElapsedTime(started));
        }
    }

    private async ValueTask AnswerAsync(ApiRequest request)
    {
        var handler = router.Find(request);
        if (handler is not null && peers.Takes(request, handler)) await peers.ForwardAsync(request);
        else if (handler is null) await Answer.WriteTextAsync(request.Http, 404, "404 page not found\n");
        else await handler.HandleAsync(request);
    }

    private static bool IsDeparture(Exception failure, HttpContext http) =>
        http.RequestAborted.IsCancellationRequested && failure is OperationCanceledException or IOException;

    [LoggerMessage(10, LogLevel.Error, "{Method} {Path} failed.")]
    private static partial void RequestFailed(ILogger log, Exception failure, string method, string path);
}
