using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Http;

/// <summary><c>/containerLogs</c>: a container's log as text, as it is written when following.</summary>
internal sealed class LogHandler(ContainerLookup containers, IContainerRuntime runtime)
{
    public async Task HandleAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var container = await containers.LoggedAsync(context, QueryFlag.IsSet(query["previous"]));
        var limit = Number(query["limitBytes"], "limitBytes");
        var wanted = new LogQuery
        {
            Follow = QueryFlag.IsSet(query["follow"]), Timestamps = QueryFlag.IsSet(query["timestamps"]), TailLines = (int?)Number(query["tailLines"], "tailLines"), Since = Since(query),
        };
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/plain";
        await using var output = new LimitedStream(context.Response.Body, limit ?? long.MaxValue);
        try
        {
            await runtime.Streams.LogsAsync(container.Id, wanted, output, context.RequestAborted);
        }
        catch (LimitReachedException)
        {
            return;
        }
    }

    private static DateTimeOffset? Since(IQueryCollection query)
    {
        if (Number(query["sinceSeconds"], "sinceSeconds") is { } seconds) return DateTimeOffset.UtcNow.AddSeconds(-seconds);
        var text = query["sinceTime"].ToString();
        if (text.Length == 0) return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw Failures.BadRequest($"sinceTime: \"{text}\" is not a time");
    }

    private static long? Number(string? text, string name)
    {
        if (string.IsNullOrEmpty(text)) return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Failures.BadRequest($"{name}: \"{text}\" is not a number");
    }
}
