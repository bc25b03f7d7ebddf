using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>Probes and lifecycle handlers.</summary>
internal static class ProbeValidation
{
    /// <summary>The probes and handlers of a container that may have them.</summary>
    public static void Validate(Container container, long gracePeriodSeconds, FieldErrors errors)
    {
        Handler("postStart", container.Lifecycle?.PostStart, gracePeriodSeconds, errors);
        Handler("preStop", container.Lifecycle?.PreStop, gracePeriodSeconds, errors);
        Probe("livenessProbe", container.LivenessProbe, mustSucceedOnce: true, errors);
        Probe("readinessProbe", container.ReadinessProbe, mustSucceedOnce: false, errors);
        if (container.ReadinessProbe?.TerminationGracePeriodSeconds is { } seconds)
            errors.Invalid("readinessProbe.terminationGracePeriodSeconds", seconds, "must not be set for readinessProbes");
        Probe("startupProbe", container.StartupProbe, mustSucceedOnce: true, errors);
    }

    private static void Probe(string field, Probe? probe, bool mustSucceedOnce, FieldErrors errors)
    {
        if (probe is null) return;
        using var _ = errors.At(field);
        Action(probe.Exec, probe.HttpGet, probe.TcpSocket, probe.Grpc, null, 0, errors);
        errors.NonNegative("initialDelaySeconds", probe.InitialDelaySeconds);
        errors.NonNegative("timeoutSeconds", probe.TimeoutSeconds);
        errors.NonNegative("periodSeconds", probe.PeriodSeconds);
        errors.NonNegative("successThreshold", probe.SuccessThreshold);
        errors.NonNegative("failureThreshold", probe.FailureThreshold);
        if (probe.TerminationGracePeriodSeconds <= 0)
            errors.Invalid("terminationGracePeriodSeconds", probe.TerminationGracePeriodSeconds, "must be greater than 0");
        if (mustSucceedOnce && probe.SuccessThreshold != 1) errors.Invalid("successThreshold", probe.SuccessThreshold, "must be 1");
    }

    private static void Handler(string field, LifecycleHandler? handler, long gracePeriodSeconds, FieldErrors errors)
    {
        if (handler is null) return;
        using var _ = errors.At("lifecycle");
        using var __ = errors.At(field);
        Action(handler.Exec, handler.HttpGet, handler.TcpSocket, null, handler.Sleep, gracePeriodSeconds, errors);
    }

    private static void Action(
        ExecAction? exec, HTTPGetAction? http, TCPSocketAction? tcp, GRPCAction? grpc, SleepAction? sleep, long gracePeriodSeconds, FieldErrors errors)
    {
        var count = 0;
        if (exec is not null && IsOnly("exec", ref count, errors) && exec.Command.Count == 0) errors.Required("exec.command");
        if (http is not null && IsOnly("httpGet", ref count, errors))
            using (errors.At("httpGet")) Http(http, errors);
        if (tcp is not null && IsOnly("tcpSocket", ref count, errors)) Port("tcpSocket.port", tcp.Port, errors);
        if (grpc is not null && IsOnly("grpc", ref count, errors)) Port("grpc.port", grpc.Port, errors);
        if (sleep is not null && IsOnly("sleep", ref count, errors) && (sleep.Seconds < 0 || sleep.Seconds > gracePeriodSeconds))
            errors.Invalid("sleep", sleep.Seconds, $"must be non-negative and less than terminationGracePeriodSeconds ({gracePeriodSeconds})");
        if (count == 0) errors.Required("", "must specify a handler type");
    }

    private static bool IsOnly(string field, ref int count, FieldErrors errors)
    {
        if (++count > 1) errors.Forbidden(field, "may not specify more than 1 handler type");
        return count == 1;
    }

    private static void Http(HTTPGetAction http, FieldErrors errors)
    {
        if (http.Path.Length == 0) errors.Required("path");
        Port("port", http.Port, errors);
        if (http.Scheme is not (URIScheme.HTTP or URIScheme.HTTPS)) errors.NotSupported("scheme", http.Scheme, URIScheme.HTTP, URIScheme.HTTPS);
        foreach (var header in http.HttpHeaders) errors.InvalidEach("httpHeaders", header.Name, Rules.HeaderName(header.Name));
    }

    /// <summary>A port by number or by name.</summary>
    internal static void Port(string field, IntOrString port, FieldErrors errors)
    {
        if (port.IsString) errors.InvalidEach(field, port.Text, Rules.PortName(port.Text));
        else errors.InvalidEach(field, port.Number, Rules.Port(port.Number));
    }
}
