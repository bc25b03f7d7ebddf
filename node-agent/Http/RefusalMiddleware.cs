using System.Text.Json;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Http;

/// <summary>Answers refusals with a Status; what the runtime refuses is an internal error with the runtime's words.</summary>
internal sealed class RefusalMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (StatusException e) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, e);
        }
        catch (RuntimeException e) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, Failures.Internal(e.Message));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
    }

    private static Task AnswerAsync(HttpContext context, StatusException refusal)
    {
        context.Response.StatusCode = refusal.Code;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(refusal.Status, KubeJson.Options));
    }
}
