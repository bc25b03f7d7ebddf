namespace Orleans.Kube.Model.Tests.Definitions;

/// <summary>A well-formed object of every kind that is stored or answered, with more than the bare minimum in it.</summary>
internal static class GoodSamples
{
    private const string Template = "'template':{'metadata':{'labels':{'app':'web'}},'spec':{'containers':[{'name':'web','image':'web:1','ports':[{'containerPort':80}]}]}}";
    private const string Selector = "'selector':{'matchLabels':{'app':'web'}}";
    private const string JobTemplate = "'template':{'metadata':{'labels':{'job':'a'}},'spec':{'restartPolicy':'Never','containers':[{'name':'a','image':'a:1'}]}}";
    private const string Claim = "{'accessModes':['ReadWriteOnce'],'resources':{'requests':{'storage':'1Gi'}}}";
    private const string Rules = "'rules':[{'apiGroups':[''],'resources':['pods'],'verbs':['get']}]";
    private const string Match = "'resourceRules':[{'apiGroups':['apps'],'apiVersions':['v1'],'operations':['CREATE'],'resources':['deployments']}]";
    private const string Hook = "'webhooks':[{'name':'a.example.com','clientConfig':{'service':{'namespace':'a','name':'b'}},'sideEffects':'None','admissionReviewVersions':['v1'],'rules':[{'apiGroups':['*'],'apiVersions':['*'],'operations':['*'],'resources':['*']}]}]";
    private const string RequestPem = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KQUFBQQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K";

    private const string RichPod = """
        'spec':{'serviceAccount':'web','nodeSelector':{'disk':'ssd'},'restartPolicy':'OnFailure','priorityClassName':'high',
         'volumes':[{'name':'e'},{'name':'c','configMap':{'name':'c','items':[{'key':'a','path':'a/b'}]}},{'name':'s','secret':{'secretName':'s'}},
          {'name':'h','hostPath':{'path':'/tmp'}},{'name':'p','projected':{'sources':[{'serviceAccountToken':{'path':'token'}},
          {'downwardAPI':{'items':[{'path':'labels','fieldRef':{'fieldPath':'metadata.labels'}}]}}]}}],
         'initContainers':[{'name':'init','image':'init','command':['true']},{'name':'side','image':'side@sha256:0','restartPolicy':'Always'}],
         'containers':[{'name':'web','image':'registry:5000/web','ports':[{'name':'http','containerPort':80}],
          'env':[{'name':'A','value':'b'},{'name':'NODE','valueFrom':{'fieldRef':{'fieldPath':'spec.nodeName'}}},
           {'name':'CPU','valueFrom':{'resourceFieldRef':{'resource':'limits.cpu'}}}],
          'envFrom':[{'configMapRef':{'name':'c'}}],'volumeMounts':[{'name':'e','mountPath':'/e'},{'name':'c','mountPath':'/c','subPath':'a'}],
          'resources':{'limits':{'cpu':'1','memory':'1Gi'},'requests':{'cpu':'500m'}},
          'livenessProbe':{'httpGet':{'port':'http'}},'readinessProbe':{'tcpSocket':{'port':80}},'startupProbe':{'grpc':{'port':80}},
          'lifecycle':{'preStop':{'sleep':{'seconds':5}}},'securityContext':{'runAsUser':1000,'capabilities':{'drop':['ALL']}}}],
         'affinity':{'podAntiAffinity':{'preferredDuringSchedulingIgnoredDuringExecution':[{'weight':1,'podAffinityTerm':{'topologyKey':'zone','labelSelector':{'matchLabels':{'a':'b'}}}}]}},
         'tolerations':[{'operator':'Exists'},{'key':'a','operator':'Equal','value':'b','effect':'NoExecute','tolerationSeconds':5}],
         'topologySpreadConstraints':[{'maxSkew':1,'topologyKey':'zone','whenUnsatisfiable':'DoNotSchedule','labelSelector':{}}],
         'hostAliases':[{'ip':'10.0.0.1','hostnames':['a.b']}],'dnsConfig':{'nameservers':['10.0.0.2'],'options':[{'name':'ndots','value':'2'}]}}
        """;

    public static IEnumerable<string> All =>
    [
        Sample.Of("v1", "Binding", "'target':{'kind':'Node','name':'n'}"),
        Sample.Of("v1", "ComponentStatus", "'conditions':[{'type':'Healthy','status':'True','message':'ok'}]", namespaced: false),
        Sample.Of("metrics.k8s.io/v1beta1", "NodeMetrics", "'timestamp':'2026-01-01T00:00:00Z','window':'15s','usage':{'cpu':'123456789n','memory':'1Gi'}", namespaced: false),
        Sample.Of("metrics.k8s.io/v1beta1", "PodMetrics", "'timestamp':'2026-01-01T00:00:00Z','window':'15s','containers':[{'name':'a','usage':{'cpu':'1m','memory':'2Mi'}}]"),
        Sample.Of("v1", "ConfigMap", "'data':{'a.b':'c'},'binaryData':{'d':'AAA='}"),
        Sample.Of("v1", "Endpoints", "'subsets':[{'addresses':[{'ip':'10.0.0.1'}],'ports':[{'port':80}]}]"),
        Sample.Of("v1", "Event", "'involvedObject':{'kind':'Pod','namespace':'default','name':'a'},'reason':'Started','message':'m','type':'Normal'"),
        Sample.Of("v1", "LimitRange", "'spec':{'limits':[{'type':'Container','max':{'cpu':'2'},'min':{'cpu':'100m'}}]}"),
        Sample.Of("v1", "Namespace", "'spec':{}", namespaced: false),
        Sample.Of("v1", "Node", "'spec':{'taints':[{'key':'a','effect':'NoSchedule'}]}", namespaced: false),
        Sample.Of("v1", "PersistentVolumeClaim", $"'spec':{Claim}"),
        Sample.Of("v1", "PersistentVolume", "'spec':{'capacity':{'storage':'1Gi'},'accessModes':['ReadWriteOnce'],'hostPath':{'path':'/data'}}", namespaced: false),
        Sample.Of("v1", "Pod", RichPod),
        Sample.Of("v1", "PodTemplate", Template),
        Sample.Of("v1", "ReplicationController", "'spec':{" + Template + "}"),
        Sample.Of("v1", "ResourceQuota", "'spec':{'hard':{'pods':'10','requests.cpu':'1'},'scopes':['NotBestEffort']}"),
        Sample.Of("v1", "Secret", "'stringData':{'a':'b'}"),
        Sample.Of("v1", "ServiceAccount", "'secrets':[{'name':'s'}]"),
        Sample.Of("v1", "Service", "'spec':{'type':'LoadBalancer','selector':{'app':'web'},'ports':[{'port':80,'targetPort':'http'}]}"),
        Sample.Of("apps/v1", "ControllerRevision", "'data':{'spec':{}},'revision':1"),
        Sample.Of("apps/v1", "DaemonSet", "'spec':{" + Selector + "," + Template + "}"),
        Sample.Of("apps/v1", "Deployment", "'spec':{" + Selector + "," + Template + "}"),
        Sample.Of("apps/v1", "ReplicaSet", "'spec':{" + Selector + "," + Template + "}"),
        Sample.Of("apps/v1", "StatefulSet", "'spec':{'serviceName':'web'," + Selector + "," + Template + ",'volumeClaimTemplates':[{'metadata':{'name':'data'},'spec':" + Claim + "}]}"),
        Sample.Of("events.k8s.io/v1", "Event", "'eventTime':'2026-01-01T00:00:00.000000Z','regarding':{'kind':'Pod','namespace':'default','name':'a'},'reason':'Started','action':'Start','note':'m','type':'Normal','reportingController':'k8s.io/kubelet','reportingInstance':'n'"),
        Sample.Of("authentication.k8s.io/v1", "SelfSubjectReview", "'status':{}", namespaced: false),
        Sample.Of("authentication.k8s.io/v1", "TokenReview", "'spec':{'token':'t'}", namespaced: false),
        Sample.Of("authorization.k8s.io/v1", "LocalSubjectAccessReview", "'spec':{'user':'a','resourceAttributes':{'namespace':'default','verb':'get','resource':'pods'}}"),
        Sample.Of("authorization.k8s.io/v1", "SelfSubjectAccessReview", "'spec':{'nonResourceAttributes':{'path':'/','verb':'get'}}", namespaced: false),
        Sample.Of("authorization.k8s.io/v1", "SelfSubjectRulesReview", "'spec':{'namespace':'default'}", namespaced: false),
        Sample.Of("authorization.k8s.io/v1", "SubjectAccessReview", "'spec':{'groups':['g'],'resourceAttributes':{'verb':'get','resource':'pods'}}", namespaced: false),
        Sample.Of("autoscaling/v2", "HorizontalPodAutoscaler", "'spec':{'scaleTargetRef':{'apiVersion':'apps/v1','kind':'Deployment','name':'web'},'maxReplicas':5,'behavior':{'scaleDown':{'stabilizationWindowSeconds':60}}}"),
        Sample.Of("autoscaling/v1", "HorizontalPodAutoscaler", "'spec':{'scaleTargetRef':{'apiVersion':'apps/v1','kind':'Deployment','name':'web'},'maxReplicas':5,'targetCPUUtilizationPercentage':70}"),
        Sample.Of("batch/v1", "CronJob", "'spec':{'schedule':'*/5 0-12 * * mon','timeZone':'Europe/Berlin','jobTemplate':{'spec':{" + JobTemplate + "}}}"),
        Sample.Of("batch/v1", "Job", "'spec':{'selector':{'matchLabels':{'job':'a'}},'manualSelector':true,'podFailurePolicy':{'rules':[{'action':'FailJob','onExitCodes':{'operator':'In','values':[1,2]}}]}," + JobTemplate + "}"),
        Sample.Of("certificates.k8s.io/v1", "CertificateSigningRequest", $"'spec':{{'request':'{RequestPem}','signerName':'kubernetes.io/kube-apiserver-client','usages':['client auth']}}", namespaced: false),
        Sample.Of("coordination.k8s.io/v1", "Lease", "'spec':{'holderIdentity':'n','leaseDurationSeconds':40,'renewTime':'2026-01-01T00:00:00.000000Z'}"),
        Sample.Of("discovery.k8s.io/v1", "EndpointSlice", "'addressType':'IPv4','endpoints':[{'addresses':['10.0.0.1'],'conditions':{'ready':true}}],'ports':[{'name':'http','port':80}]"),
        Sample.Of("networking.k8s.io/v1", "Ingress", "'spec':{'ingressClassName':'nginx','tls':[{'hosts':['a.b'],'secretName':'s'}],'rules':[{'host':'*.a.b','http':{'paths':[{'path':'/','pathType':'Prefix','backend':{'service':{'name':'web','port':{'number':80}}}}]}}]}"),
        Sample.Of("networking.k8s.io/v1", "IngressClass", "'spec':{'controller':'k8s.io/nginx','parameters':{'kind':'A','name':'b'}}", namespaced: false),
        Sample.Quoted("{'apiVersion':'networking.k8s.io/v1','kind':'IPAddress','metadata':{'name':'10.0.0.1'},'spec':{'parentRef':{'resource':'services','namespace':'a','name':'b'}}}"),
        Sample.Of("networking.k8s.io/v1", "NetworkPolicy", "'spec':{'podSelector':{},'ingress':[{'from':[{'ipBlock':{'cidr':'10.0.0.0/8','except':['10.1.0.0/16']}}],'ports':[{'port':80,'endPort':90}]}]}"),
        Sample.Of("networking.k8s.io/v1", "ServiceCIDR", "'spec':{'cidrs':['10.0.0.0/16']}", namespaced: false),
        Sample.Of("policy/v1", "PodDisruptionBudget", "'spec':{'minAvailable':'50%'," + Selector + "}"),
        Sample.Of("rbac.authorization.k8s.io/v1", "ClusterRole", Rules + ",'aggregationRule':{'clusterRoleSelectors':[{'matchLabels':{'a':'b'}}]}", namespaced: false),
        Sample.Of("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "'roleRef':{'kind':'ClusterRole','name':'system:admin'},'subjects':[{'kind':'Group','name':'g'}]", namespaced: false),
        Sample.Of("rbac.authorization.k8s.io/v1", "Role", Rules),
        Sample.Of("rbac.authorization.k8s.io/v1", "RoleBinding", "'roleRef':{'kind':'Role','name':'a'},'subjects':[{'kind':'ServiceAccount','name':'s'}]"),
        Sample.Of("storage.k8s.io/v1", "CSIDriver", "'spec':{}", namespaced: false),
        Sample.Of("storage.k8s.io/v1", "CSINode", "'spec':{'drivers':[{'name':'a.b','nodeID':'n'}]}", namespaced: false),
        Sample.Of("storage.k8s.io/v1", "CSIStorageCapacity", "'storageClassName':'fast','capacity':'1Gi'"),
        Sample.Of("storage.k8s.io/v1", "StorageClass", "'provisioner':'a.b/c'", namespaced: false),
        Sample.Of("storage.k8s.io/v1", "VolumeAttachment", "'spec':{'attacher':'a.b','nodeName':'n','source':{'persistentVolumeName':'v'}}", namespaced: false),
        Sample.Of("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", Hook, namespaced: false),
        Sample.Of("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", Hook, namespaced: false),
        Sample.Of("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", "'spec':{'matchConstraints':{" + Match + "},'validations':[{'expression':'true'}]}", namespaced: false),
        Sample.Of("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding", "'spec':{'policyName':'a','validationActions':['Deny']}", namespaced: false),
        Sample.Of("apiextensions.k8s.io/v1", "CustomResourceDefinition",
            "'spec':{'group':'example.com','scope':'Namespaced','names':{'plural':'gadgets','kind':'Gadget'},'versions':[{'name':'v1','served':true,'storage':true,'schema':{'openAPIV3Schema':{'type':'object','properties':{'spec':{'type':'object','properties':{'size':{'type':'integer','minimum':1}}}}}},'subresources':{'status':{}}}]}",
            namespaced: false, name: "gadgets.example.com"),
        Sample.Of("apiregistration.k8s.io/v1", "APIService", "'spec':{'group':'example.com','version':'v1','service':{'namespace':'a','name':'b'},'groupPriorityMinimum':100,'versionPriority':10}", namespaced: false, name: "v1.example.com"),
        Sample.Of("scheduling.k8s.io/v1", "PriorityClass", "'value':1000", namespaced: false),
        Sample.Of("node.k8s.io/v1", "RuntimeClass", "'handler':'runc','overhead':{'podFixed':{'cpu':'1m'}}", namespaced: false),
        Sample.Of("flowcontrol.apiserver.k8s.io/v1", "FlowSchema", "'spec':{'priorityLevelConfiguration':{'name':'a'},'rules':[{'subjects':[{'kind':'User','user':{'name':'u'}}],'resourceRules':[{'verbs':['get'],'apiGroups':['*'],'resources':['*'],'namespaces':['*']}]}]}", namespaced: false),
        Sample.Of("flowcontrol.apiserver.k8s.io/v1", "PriorityLevelConfiguration", "'spec':{'type':'Limited','limited':{'limitResponse':{'type':'Queue','queuing':{}}}}", namespaced: false),
    ];
}
