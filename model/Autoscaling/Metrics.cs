using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Autoscaling;

/// <summary>One metric to hold at a target. Only the member that the type names may be set.</summary>
public sealed record MetricSpec
{
    [AlwaysWritten] [Values(typeof(Autoscaling.MetricSourceType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>A metric of one other object, such as the requests to an Ingress.</summary>
    public ObjectMetricSource? Object { get; init; }

    /// <summary>A metric of every pod, averaged over them.</summary>
    public PodsMetricSource? Pods { get; init; }

    /// <summary>A resource that the pods use, such as cpu or memory.</summary>
    public ResourceMetricSource? Resource { get; init; }

    /// <summary>A resource that one container of every pod uses.</summary>
    public ContainerResourceMetricSource? ContainerResource { get; init; }

    /// <summary>A metric from outside the cluster.</summary>
    public ExternalMetricSource? External { get; init; }
}

/// <summary>A metric of one object of the cluster.</summary>
public sealed record ObjectMetricSource
{
    /// <summary>The object that the metric is about.</summary>
    [AlwaysWritten]
    public CrossVersionObjectReference DescribedObject { get; init => field = value ?? new(); } = new();

    /// <summary>The value at which the metric is held.</summary>
    [AlwaysWritten]
    public MetricTarget Target { get; init => field = value ?? new(); } = new();

    /// <summary>Which metric it is.</summary>
    [AlwaysWritten]
    public MetricIdentifier Metric { get; init => field = value ?? new(); } = new();
}

/// <summary>A metric that every pod has.</summary>
public sealed record PodsMetricSource
{
    /// <summary>Which metric it is.</summary>
    [AlwaysWritten]
    public MetricIdentifier Metric { get; init => field = value ?? new(); } = new();

    /// <summary>The value at which the average is held.</summary>
    [AlwaysWritten]
    public MetricTarget Target { get; init => field = value ?? new(); } = new();
}

/// <summary>A resource that the pods use, such as cpu or memory.</summary>
public sealed record ResourceMetricSource
{
    [AlwaysWritten] [Values(typeof(ResourceName))]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The value at which the use is held.</summary>
    [AlwaysWritten]
    public MetricTarget Target { get; init => field = value ?? new(); } = new();
}

/// <summary>A resource that one container of every pod uses, such as cpu or memory.</summary>
public sealed record ContainerResourceMetricSource
{
    [AlwaysWritten] [Values(typeof(ResourceName))]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The value at which the metric is held.</summary>
    [AlwaysWritten]
    public MetricTarget Target { get; init => field = value ?? new(); } = new();

    /// <summary>The container whose use counts.</summary>
    [AlwaysWritten]
    public string Container { get; init => field = value ?? ""; } = "";
}

/// <summary>A metric that belongs to no object of the cluster.</summary>
public sealed record ExternalMetricSource
{
    /// <summary>Which metric it is.</summary>
    [AlwaysWritten]
    public MetricIdentifier Metric { get; init => field = value ?? new(); } = new();

    /// <summary>The value at which the metric is held.</summary>
    [AlwaysWritten]
    public MetricTarget Target { get; init => field = value ?? new(); } = new();
}

/// <summary>The name of a metric and what narrows it down.</summary>
public sealed record MetricIdentifier
{
    /// <summary>Name of the metric.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Labels by which the values of the metric are chosen. None: by the name alone.</summary>
    public LabelSelector? Selector { get; init; }
}

/// <summary>The value at which a metric is held: a value, an average or a utilization.</summary>
public sealed record MetricTarget
{
    [AlwaysWritten] [Values(typeof(MetricTargetType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The value of the metric itself.</summary>
    public Quantity? Value { get; init; }

    /// <summary>The value per pod.</summary>
    public Quantity? AverageValue { get; init; }

    /// <summary>The average use as a percentage of what the pods request. For resources only.</summary>
    public int? AverageUtilization { get; init; }
}

/// <summary>The last value of one metric.</summary>
public sealed record MetricStatus
{
    [AlwaysWritten] [Values(typeof(Autoscaling.MetricSourceType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The value of a metric of one other object.</summary>
    public ObjectMetricStatus? Object { get; init; }

    /// <summary>The value of a metric of every pod, averaged over them.</summary>
    public PodsMetricStatus? Pods { get; init; }

    /// <summary>What the pods use of a resource.</summary>
    public ResourceMetricStatus? Resource { get; init; }

    /// <summary>What one container of every pod uses of a resource.</summary>
    public ContainerResourceMetricStatus? ContainerResource { get; init; }

    /// <summary>The value of a metric from outside the cluster.</summary>
    public ExternalMetricStatus? External { get; init; }
}

/// <summary>The value of a metric of one object.</summary>
public sealed record ObjectMetricStatus
{
    /// <summary>Which metric it is.</summary>
    [AlwaysWritten]
    public MetricIdentifier Metric { get; init => field = value ?? new(); } = new();

    /// <summary>The value that was last measured.</summary>
    [AlwaysWritten]
    public MetricValueStatus Current { get; init => field = value ?? new(); } = new();

    /// <summary>The object that the metric is about.</summary>
    [AlwaysWritten]
    public CrossVersionObjectReference DescribedObject { get; init => field = value ?? new(); } = new();
}

/// <summary>The average of a metric over the pods.</summary>
public sealed record PodsMetricStatus
{
    /// <summary>Which metric it is.</summary>
    [AlwaysWritten]
    public MetricIdentifier Metric { get; init => field = value ?? new(); } = new();

    /// <summary>The value that was last measured.</summary>
    [AlwaysWritten]
    public MetricValueStatus Current { get; init => field = value ?? new(); } = new();
}

/// <summary>The use of a resource by the pods.</summary>
public sealed record ResourceMetricStatus
{
    [AlwaysWritten] [Values(typeof(ResourceName))]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The value that was last measured.</summary>
    [AlwaysWritten]
    public MetricValueStatus Current { get; init => field = value ?? new(); } = new();
}

/// <summary>The use of a resource by one container of every pod.</summary>
public sealed record ContainerResourceMetricStatus
{
    [AlwaysWritten] [Values(typeof(ResourceName))]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The value that was last measured.</summary>
    [AlwaysWritten]
    public MetricValueStatus Current { get; init => field = value ?? new(); } = new();

    /// <summary>The container whose use counts.</summary>
    [AlwaysWritten]
    public string Container { get; init => field = value ?? ""; } = "";
}

/// <summary>The value of a metric that belongs to no object of the cluster.</summary>
public sealed record ExternalMetricStatus
{
    /// <summary>Which metric it is.</summary>
    [AlwaysWritten]
    public MetricIdentifier Metric { get; init => field = value ?? new(); } = new();

    /// <summary>The value that was last measured.</summary>
    [AlwaysWritten]
    public MetricValueStatus Current { get; init => field = value ?? new(); } = new();
}

/// <summary>The last value of a metric.</summary>
public sealed record MetricValueStatus
{
    /// <summary>The value of the metric itself.</summary>
    public Quantity? Value { get; init; }

    /// <summary>The value per pod.</summary>
    public Quantity? AverageValue { get; init; }

    /// <summary>The average use as a percentage of what the pods request.</summary>
    public int? AverageUtilization { get; init; }
}
