using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Discovery;

/// <summary>/version: the Kubernetes version whose API is served, and what serves it.</summary>
public sealed class VersionHandler : IPathHandler
{
    /// <summary>The version that clients compare theirs with.</summary>
    public const string GitVersion = "v1.33.0+orleans-kube";

    private static readonly ReadOnlyMemory<byte> Body = PrettyJson.Indent(JsonSerializer.SerializeToUtf8Bytes(new
    {
        major = "1",
        minor = "33",
        emulationMajor = "1",
        emulationMinor = "33",
        minCompatibilityMajor = "1",
        minCompatibilityMinor = "32",
        gitVersion = GitVersion,
        gitCommit = typeof(VersionHandler).Module.ModuleVersionId.ToString("N"),
        gitTreeState = "clean",
        buildDate = Timestamp.Text(File.GetLastWriteTimeUtc(Environment.ProcessPath ?? "")),
        goVersion = $"none (.NET {Environment.Version})",
        compiler = "roslyn",
        platform = $"{(OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux")}/{Architecture()}",
    }, new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    public IReadOnlyList<string> Roots { get; } = ["/version"];

    public ValueTask HandleAsync(ApiRequest request)
    {
        if (request.Http.Request.Method != "GET") throw Failures.MethodNotAllowed();
        return Answer.WriteAsync(request.Http, 200, Body, AcceptedForm.Json.ContentType);
    }

    private static string Architecture() => RuntimeInformation.ProcessArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.X86 => "386",
        var other => other.ToString().ToLowerInvariant(),
    };
}
