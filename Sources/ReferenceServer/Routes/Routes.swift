/// All operations of the API.
enum Routes {
  /// The operations, resource by resource.
  static func all(options: ReferenceServerOptions) -> [Route] {
    MetaRoutes(rateLimits: options.rateLimits).routes + AccountRoutes.routes + LabelRoutes.routes
      + MessageRoutes.routes + ContactRoutes.routes + ConversationRoutes.routes
      + AttachmentRoutes.routes + TemplateRoutes.routes
      + WebhookSubscriptionRoutes.routes + WebhookDeliveryRoutes.routes
  }
}
